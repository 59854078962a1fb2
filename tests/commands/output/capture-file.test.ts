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

async function written(...happened: ConnectionEvent[]) {
  const folder = await mkdtemp(join(tmpdir(), 'capture-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const name = join(folder, 'observe.pcapng');
  const file = await openCaptureFile(name, 'a server', 1_700_000_000_000);
  for (const event of happened) file.write(event);
  file.finish();
  const capture = await readFile(name);
  const flags: number[] = [];
  for (let from = 0; from < capture.length; from += capture.readUInt32LE(from + 4))
    if (capture.readUInt32LE(from) === 6) flags.push(capture[from + 28 + 47] ?? 0);
  return { flags, told: events(capture) };
}

/** SYN, SYN and ACK, ACK, RST and ACK. */
const [syn, synAck, ack, rstAck] = [0x02, 0x12, 0x10, 0x14];

it('has the beginning of a connection even if nothing more is heard of it', async () => {
  expect((await written(open(1))).flags).toEqual([syn, synAck, ack]);
});

it('tells a connection that was refused from one that the next event does not belong to', async () => {
  const refused: ConnectionEvent = { type: 'error', ...of(2), code: 'ECONNREFUSED' };
  const { flags } = await written(open(1), open(2), refused, { type: 'close', ...of(2) });
  expect(flags).toEqual([syn, synAck, ack, syn, rstAck]);
  const other: ConnectionEvent = { type: 'error', ...of(1), code: 'ETIMEDOUT' };
  expect((await written(open(1), open(2), other)).flags).toEqual([syn, synAck, ack, syn, synAck, ack]);
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
