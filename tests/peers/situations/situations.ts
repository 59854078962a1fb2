/**
 * Situations that people ask about, with real servers and real clients. Nothing in them waits for a time: a client that
 * lets its connection become idle waits until the server has closed it.
 */
import type { Running } from '../support/running.ts';
import {
  answersEach,
  behindHaproxy,
  gunicorn,
  nginx,
  nodeServer,
  puma,
  resetsAtReuse,
  threeStreams,
} from './servers.ts';

export interface Situation {
  name: string;
  /** Programs that it needs, with what each does at once. */
  needs: Record<string, string[]>;
  server(): Promise<Running & { port: number }>;
  /** Its packets are read from what `observe` writes, in clear. */
  isTls?: true;
  /** `{url}` stands for where `observe` listens, `{free}` each time for another free port. */
  client: string[];
  expected: {
    /** A function, where it is the client's chance when it opens one: of what tcpdump saw. */
    newConnections: Record<string, number> | ((seen: Order) => Record<string, number>);
    /** How many there are of each goes by how long it takes. */
    isAnyNumber?: true;
    /** By the server. */
    violation?: string;
    lost?: Record<string, number>;
    signals?: string[];
    /** Of the first loss: whether its client asked again. */
    again?: boolean;
  };
}

/** The client's SYNs, and the last segments of answers. */
export type Order = readonly ('SYN' | 'answer')[];

/** Of a server that closes after each answer. Nearly always ab has opened four before the first answer: 36 and 3. */
const replacedEach = (seen: Order): Record<string, number> => {
  let [ended, replaced, others] = [0, 0, 0];
  for (const what of seen.slice(1)) {
    if (what === 'answer') ended += 1;
    else if (ended > 0) [ended, replaced] = [ended - 1, replaced + 1];
    else others += 1;
  }
  return { 'HTTP/1.0 without keep-alive': replaced, 'all others busy': others };
};

const python = '/usr/bin/python3';
const needsPython = (...modules: string[]) => ({ [python]: ['-c', `import ${modules.join(', ')}`] });

const node = (code: string): string[] => [process.execPath, '--input-type=module', '-e', code, '{url}'];

const resetBefore = { 'reset by the server before the answer': 1 };

/** Whether each asks again by itself. */
const resetClients: [name: string, asksAgain: boolean, code: string][] = [
  [
    'undici',
    false,
    `import { Agent, request } from 'undici';
const dispatcher = new Agent({ connections: 1 });
const ask = async (url) => (await request(url, { dispatcher })).body.text();`,
  ],
  [
    'axios',
    false,
    `import { Agent } from 'node:http';
import axios from 'axios';
const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
const ask = (url) => axios.get(url, { httpAgent });`,
  ],
  [
    'got',
    true,
    `import { Agent } from 'node:http';
import got from 'got';
const agent = { http: new Agent({ keepAlive: true, maxSockets: 1 }) };
const ask = (url) => got(url, { agent, retry: { limit: 1, backoffLimit: 1 } });`,
  ],
];

export const situations: Situation[] = [
  {
    name: 'gunicorn with a synchronous worker, and ab with four at once',
    needs: { gunicorn: ['--version'], ab: ['-V'] },
    server: gunicorn,
    client: ['ab', '-q', '-n', '40', '-c', '4', '{url}/'],
    expected: { newConnections: replacedEach },
  },
  {
    name: 'gunicorn with a synchronous worker, and a session of requests',
    needs: { gunicorn: ['--version'], ...needsPython('requests') },
    server: gunicorn,
    client: [
      ...[python, '-c'],
      'import sys, requests\ns = requests.Session()\nfor _ in range(5): s.get(sys.argv[1] + "/")',
      '{url}',
    ],
    expected: { newConnections: { 'Connection: close from the server': 4 } },
  },
  {
    name: 'nginx, and a body that is larger than it takes',
    needs: { nginx: ['-v'], curl: ['--version'] },
    server: nginx('http/1', null),
    client: [
      ...['sh', '-c'],
      'head -c 8000000 /dev/zero | curl -s -o /dev/null -o /dev/null --data-binary @- {url}/ {url}/',
    ],
    expected: { newConnections: { 'Connection: close from the server': 1 } },
  },
  {
    name: 'Node, and a client that asks again once it was closed while idle',
    needs: {},
    server: nodeServer((request, response) => request.resume().on('end', () => response.end('ok')), 100),
    client: node(`import { connect } from 'node:net';
const { hostname, port } = new URL(process.argv[1]);
for (let nth = 0; nth < 3; nth += 1) await new Promise((closed) => {
  const socket = connect(port, hostname, () => socket.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'));
  socket.resume().on('close', closed);
});`),
    expected: { newConnections: { 'closed by the server while idle': 2 } },
  },
  {
    name: 'nginx with keepalive_requests 10 over HTTP/2, and Node',
    needs: { nginx: ['-v'] },
    server: nginx('h2c', { idleSeconds: 60, limit: 10 }),
    client: node(`import { connect } from 'node:http2';
let session = connect(process.argv[1]);
for (let nth = 0; nth < 25; nth += 1) {
  if (session.closed || session.destroyed) session = connect(process.argv[1]);
  await new Promise((done) => session.request({ ':path': '/' }).resume().on('close', done).end());
}
session.close();`),
    expected: { newConnections: { 'GOAWAY from the server': 2 }, signals: ['GOAWAY', 'GOAWAY'] },
  },
  {
    name: 'the same over TLS, and curl',
    needs: { nginx: ['-v'], curl: ['--version'] },
    server: nginx('https', { idleSeconds: 60, limit: 10 }),
    isTls: true,
    client: ['curl', '-k', '-s', '--http2', '{url}/?[1-25]'],
    expected: { newConnections: { 'GOAWAY from the server': 2 }, signals: ['GOAWAY', 'GOAWAY'] },
  },
  {
    name: 'the same, and httpx, which takes an answer behind GOAWAY for an error and asks nothing more',
    needs: { nginx: ['-v'], ...needsPython('httpx', 'h2') },
    server: nginx('h2c', { idleSeconds: 60, limit: 10 }),
    client: [
      ...[python, '-c'],
      `import sys, httpx
client = httpx.Client(http1=False, http2=True)
for _ in range(25):
  try: client.get(sys.argv[1] + '/')
  except httpx.HTTPError: break`,
      '{url}',
    ],
    expected: { newConnections: {}, signals: ['GOAWAY'] },
  },
  {
    name: 'a server of HTTP/2 that allows three streams, and twelve at once',
    needs: {},
    server: threeStreams,
    client: node(`import { connect } from 'node:http2';
const session = connect(process.argv[1]);
// What it asks before it knows the limit is refused beyond it.
await new Promise((known) => session.once('remoteSettings', known));
await Promise.all(Array.from({ length: 12 }, () => new Promise((done) => {
  session.request({ ':path': '/' }).resume().on('close', done).end();
})));
session.close();`),
    expected: { newConnections: {}, signals: ['limit-of-streams'] },
  },
  ...resetClients.map(
    ([client, asksAgain, code]): Situation => ({
      name: `a reset at reuse, and ${client}`,
      needs: {},
      server: resetsAtReuse,
      client: node(`${code}
const url = process.argv[1];
await ask(url).catch(() => {});
await ask(url).catch(() => {});
process.exit(0);`),
      expected: { newConnections: asksAgain ? resetBefore : {}, lost: resetBefore, again: asksAgain },
    }),
  ),
  {
    name: 'puma with one thread, and ab with two at once',
    needs: { puma: ['--version'], ab: ['-V'] },
    server: puma,
    client: ['ab', '-q', '-k', '-n', '100', '-c', '2', '{url}/'],
    // ab may have its first answer before it opens the second connection.
    expected: {
      newConnections: ([, second]) => ({
        'HTTP/1.0 without keep-alive': 9,
        [second === 'SYN' ? 'all others busy' : 'an idle one was left unused']: 1,
      }),
    },
  },
  {
    name: "HAProxy's health checks beside traffic",
    needs: { haproxy: ['-v'], ab: ['-V'], curl: ['--version'] },
    // Of a known length, so that HAProxy, which resets as soon as it has its answer, does so behind it.
    server: nodeServer((_request, response) => {
      response.setHeader('Content-Length', 2);
      response.end('ok');
    }, 60_000),
    client: ['bash', '-c', behindHaproxy, '{url}', '{free}', '{free}'],
    expected: {
      newConnections: { 'HTTP/1.0 without keep-alive': 1 },
      isAnyNumber: true,
    },
  },
  {
    name: 'a 204 with a body, and curl',
    needs: { curl: ['--version'] },
    server: () => answersEach('HTTP/1.1 204 No Content\r\n\r\nhello'),
    client: ['curl', '-s', '{url}/a', '{url}/b', '{url}/c'],
    expected: { newConnections: {}, violation: 'http1.content-of-nothing' },
  },
];
