/** The capture that `observe` writes as things happen. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openCaptureFile } from '../../../src/commands/output/capture-file.ts';
import type { ConnectionEvent } from '../../../src/model/trace.ts';
import { events } from '../../capture/build.ts';

const at = (host: string, port: number) => ({ host, port });
const open = (connection: number): ConnectionEvent => ({
  type: 'open',
  seq: connection * 10,
  at: connection,
  connection,
  transport: 'tcp',
  front: { client: at('10.0.0.1', 40_000 + connection), tap: at('10.0.0.9', 1) },
  back: { tap: null, server: at('10.0.0.2', 80) },
  control: false,
});
const of = (connection: number) => ({ seq: connection * 10 + 1, at: 50, connection });

/** A number stands for the connection whose server was reached. */
async function written(...happened: (ConnectionEvent | number)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'capture-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const name = join(folder, 'observe.pcapng');
  const file = await openCaptureFile(name, 'a server', 1_700_000_000_000);
  for (const one of happened) typeof one === 'number' ? file.reached(one) : file.write(one);
  file.finish();
  const capture = await readFile(name);
  const flags: number[] = [];
  const times: number[] = [];
  for (let from = 0; from < capture.length; from += capture.readUInt32LE(from + 4))
    if (capture.readUInt32LE(from) === 6) {
      flags.push(capture[from + 28 + 47] ?? 0);
      const at = (BigInt(capture.readUInt32LE(from + 12)) << 32n) + BigInt(capture.readUInt32LE(from + 16));
      times.push(Number(at - 1_700_000_000_000_000_000n));
    }
  return { flags, times, told: events(capture) };
}

/** SYN, SYN and ACK, ACK, RST and ACK. */
const [syn, synAck, ack, rstAck] = [0x02, 0x12, 0x10, 0x14];

const refused: ConnectionEvent = { type: 'error', ...of(2), code: 'ECONNREFUSED' };

it('has what is known of the beginning of a connection, even if nothing more is heard of it', async () => {
  expect((await written(open(1))).flags).toEqual([syn]);
  expect((await written(open(1), 1)).flags).toEqual([syn, synAck, ack]);
  expect((await written(1, open(1), 1, 1)).flags).toEqual([syn, synAck, ack]);
});

it('shows a connection as refused where the error came before the server was reached', async () => {
  const { flags } = await written(open(1), open(2), 1, refused, { type: 'close', ...of(2) });
  expect(flags).toEqual([syn, syn, synAck, ack, rstAck]);
  expect((await written(open(2), 2, refused)).flags).toEqual([syn, synAck, ack]);
});

it('takes whatever happens on a connection for a sign that its server was reached', async () => {
  const { flags, told } = await written(open(1), { type: 'end', ...of(1), direction: 's2c' });
  expect(flags.slice(0, 3)).toEqual([syn, synAck, ack]);
  expect(told).toEqual(['1 tcp 10.0.0.1 40001 > 10.0.0.2 80', '1 end s2c']);
});

it('keeps times in order', async () => {
  const { times } = await written(open(1), { type: 'end', ...of(3), direction: 's2c' }, 1);
  expect(times).toEqual([1, 50, 50]);
});

it('can be read again', async () => {
  const bytes = Buffer.from('hello\n');
  const { told } = await written(
    open(1),
    { type: 'bytes', ...of(1), direction: 'c2s', bytes },
    { type: 'end', ...of(1), direction: 'c2s' },
  );
  expect(told).toEqual(['1 tcp 10.0.0.1 40001 > 10.0.0.2 80', '1 c2s "hello\\n"', '1 end c2s']);
});
