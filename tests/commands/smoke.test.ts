/** Each command once, as a user starts it: what goes wrong at the start of one is seen by `npm run test:fast`, too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/table/table.ts';
import { listen } from '../../src/wire/address.ts';
import { freePorts } from '../peers/support/running.ts';
import { command } from './command.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
const part = join(folder, 'part.json');
const servers: Server[] = [];
let server = 0;
let origin = 0;
let proxy = 0;

beforeAll(async () => {
  await command('read', fixture('nginx-curl.pcap'), '--mergeable', '--quiet', '--json', part);
  const hello: RequestListener = (_, response) => response.end('hello');
  [origin = 0] = await freePorts(1);
  // A wire: what comes goes on as it is, connection for connection.
  const wire = createTcpServer((client) => {
    const behind = connect({ host: '127.0.0.1', port: origin, noDelay: true });
    client.pipe(behind).pipe(client);
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  servers.push(createServer(hello), wire);
  [server = 0, proxy = 0] = await Promise.all(servers.map(async (each) => (await listen(each)).port));
});
afterAll(() => {
  for (const each of servers) each.close();
  rmSync(folder, { recursive: true });
});

const fetched = 'fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)';
const lines: Record<string, () => string[]> = {
  run: () => ['run', 'http10-short'],
  list: () => ['list'],
  explain: () => ['explain', 'http10-short'],
  claims: () => ['claims'],
  read: () => ['read', fixture('nginx-curl.pcap')],
  merge: () => ['merge', part],
  compare: () => ['compare', fixture('run.json'), fixture('run.json')],
  probe: () => ['probe', `http://127.0.0.1:${server}/`, '--http', '1.1'],
  observe: () => ['observe', '--to', `127.0.0.1:${server}`, '--', process.execPath, '-e', fetched, '{url}'],
  through: () => ['through', `http://127.0.0.1:${proxy}/`, '--origin-port', `${origin}`],
  schema: () => ['schema'],
  completion: () => ['completion', 'bash'],
};

describe.concurrent('every command starts, prints and exits with 0:', () => {
  it.each(commands.map(({ name }) => name))('%s', async (name) => {
    const { code, stdout, stderr } = await command(...(lines[name]?.() ?? [name]));
    expect({ code, stderr: code === 0 ? [] : stderr }).toEqual({ code: 0, stderr: [] });
    expect(stdout).not.toBe('');
  });
});
