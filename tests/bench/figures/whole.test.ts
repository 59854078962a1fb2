/** What did not do all of its work has no figure: the fastest way is not to do it. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { viewOf } from '../../../src/model/slice.ts';
import { type Dialogue, dialogues } from './dissectors/dialogues.ts';
import { dissect } from './dissectors/dissectors.ts';
import { passed } from './growth/observing.ts';
import { steps, timesEach } from './growth/steps.ts';
import { readWhole } from './processes/processes.ts';
import { observe } from './relay/relay-kinds.ts';

const capture = fileURLToPath(new URL('../../fixtures/nginx-ab.pcap', import.meta.url));

it('reads all exchanges and connections of a capture', async () => {
  const counts = { exchanges: 12, connections: 2 };
  expect((await readWhole(capture, counts)).facts).toMatchObject(counts);
  await expect(readWhole(capture, { exchanges: 13 })).rejects.toThrow('read counted 12 exchanges of 13');
  await expect(readWhole(capture, { connections: 1 })).rejects.toThrow('read counted 2 connections of 1');
});

it.each(dialogues(3))('dissects all messages of $name, and finds nothing wrong', (dialogue) => {
  expect(dissect(dialogue)).toBeGreaterThan(0);
  const more = { ...dialogue, messages: dialogue.messages + 1 };
  expect(() => dissect(more)).toThrow(`of ${more.messages} messages`);
});

it('dissects nothing that is against the rules, though as many messages are read', () => {
  // RFC 9112 §3.2: a request has a Host.
  const bytes = Buffer.from('GET / HTTP/1.1\r\n\r\n');
  const [{ steps, ...rest }] = dialogues(3) as [Dialogue];
  const faulty = {
    ...rest,
    steps: [{ direction: 'c2s' as const, bytes, view: viewOf(bytes) }, ...steps.slice(1)],
  };
  expect(() => dissect(faulty)).toThrow(`of 6 messages of ${rest.name} 6 were read, with 1 faults`);
});

it('has HTTP/1.1 with heads that are known already, and with such as are not', () => {
  const [different, same] = dialogues(3).map(
    ({ steps }) => new Set(steps.map(({ bytes }) => bytes.toString('latin1'))).size,
  );
  expect([different, same]).toEqual([6, 2]);
});

it('lets observe see all that passed', async () => {
  const server = createServer((_, response) => response.end('ok'));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const to = typeof address === 'object' && address !== null ? address.port : 0;
  const size = (connections: number, exchanges: number) => ({
    ...{ name: 'one exchange', connections, exchanges },
    async load(port: number) {
      await (await fetch(`http://127.0.0.1:${port}/`)).text();
      return 1;
    },
  });
  expect(await passed(observe, to, size(1, 1))).toMatchObject({ microseconds: 1 });
  for (const [connections, exchanges] of [
    [1, 2],
    [2, 1],
  ] as const)
    await expect(passed(observe, to, size(connections, exchanges))).rejects.toThrow(
      `observe counted 1 exchanges on 1 connections, not ${exchanges} on ${connections}`,
    );
});

it('grows tenfold up to the most', () => {
  expect(steps(10, 5000)).toEqual([10, 100, 1000, 5000]);
  expect(steps(1000, 1_000_000)).toEqual([1000, 10_000, 100_000, 1_000_000]);
  expect(steps(7, 7)).toEqual([7]);
});

it('uses each connection at least twice', () => {
  expect(timesEach(10, 200)).toBe(20);
  expect(timesEach(15, 200)).toBe(14);
  expect(timesEach(200, 200)).toBe(2);
});
