/** Records an interface, mostly loopback, with tcpdump: a witness that shares nothing with the tap, not even the socket. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, truncate } from 'node:fs/promises';

/** With these arguments tcpdump opens the interface, which takes the right to, and ends. */
export const tcpdumpProof = ['-i', 'lo', '-L'];

export interface Recording {
  /** Resolves once a datagram with this mark is in the file, and so everything before it. Rejects if any packet was missed. */
  stopAfter(mark: string): Promise<void>;
  /** Ends tcpdump, whatever was recorded; does nothing once it has stopped. */
  abandon(): void;
}

/** Resolves once tcpdump listens. `enter` is the command that starts it elsewhere, `filter` must let UDP through. */
export async function record(
  device: string,
  file: string,
  filter: string,
  enter: string[] = [],
): Promise<Recording> {
  // 128 MiB of buffer, so that a burst on a loaded machine is not lost. Not in immediate mode: that takes room for the
  // longest possible packet for each, which fills any buffer after some hundred.
  const options = ['-i', device, '-B', '131072', '-U', '-w', '-', filter];
  const [program = '', ...rest] = [...enter, 'tcpdump', ...options];
  const tcpdump = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(tcpdump, 'close');
  const capture = createWriteStream(file);
  tcpdump.stdout.pipe(capture);
  let said = '';
  const listens = new Promise<void>((resolve) => {
    tcpdump.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('listening on')) resolve();
    });
  });
  const gone = ended.then(() => {
    throw new Error(`tcpdump ended by itself: ${said}`);
  });
  gone.catch(() => {});
  await Promise.race([listens, gone]);

  return {
    async stopAfter(mark) {
      const captured = new Promise<void>((resolve) => {
        let tail = '';
        tcpdump.stdout.on('data', (chunk: Buffer) => {
          const text = tail + chunk.toString('latin1');
          if (text.includes(mark)) resolve();
          tail = text.slice(-mark.length);
        });
      });
      await Promise.race([captured, gone]);
      tcpdump.kill('SIGINT');
      await ended;
      if (!capture.writableFinished) await once(capture, 'finish');
      await keepWholePackets(file);
      if (!/^0 packets dropped by kernel/m.test(said)) throw new Error(`tcpdump missed packets: ${said}`);
    },
    abandon() {
      if (tcpdump.exitCode === null) tcpdump.kill('SIGKILL');
    },
  };
}

/** A signal that finds tcpdump before a full pipe makes it give up a packet half-way: one after the mark, which nobody asks for. */
async function keepWholePackets(file: string): Promise<void> {
  const bytes = await readFile(file);
  // The length that was recorded stands 8 bytes into the head of 16, after a head of 24 for the file.
  let end = 24;
  for (
    let next = end;
    next <= bytes.length;
    next += 16 + (next + 12 <= bytes.length ? bytes.readUInt32LE(next + 8) : bytes.length)
  )
    end = next;
  await truncate(file, end);
}

export interface LoopbackRecording extends Pick<Recording, 'abandon'> {
  /** Resolves once everything that had crossed loopback is in the file. Rejects if any packet was missed. */
  stop(): Promise<void>;
}

/** Resolves once tcpdump listens. `filter` must let UDP through. */
export async function recordLoopback(file: string, filter = 'tcp or udp'): Promise<LoopbackRecording> {
  const { stopAfter, abandon } = await record('lo', file, filter);
  return {
    async stop() {
      const mark = randomUUID();
      const stopped = stopAfter(mark);
      const socket = createSocket('udp4');
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      socket.send(mark, socket.address().port, '127.0.0.1');
      await stopped.finally(() => socket.close());
    },
    abandon,
  };
}
