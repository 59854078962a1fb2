/** Servers made for a test, and what `probe` says of them, read off the printed table as a reader would. */

import { createServer, type Server, type Socket } from 'node:net';
import { type ProbeCommand, probeServer } from '../../../src/commands/probe/probe.ts';
import type { LabResult } from '../../../src/model/result.ts';
import { english } from '../../../src/report/language/say.ts';
import { probeTable } from '../../../src/report/real/probe.ts';

const closers: (() => void)[] = [];

/** To be called when all tests of a file are over: tests that run side by side have no end of their own. */
export function closeServers(): void {
  for (const close of closers.splice(0)) close();
}

/** A server that does with each connection what it is told. Resolves with its port. */
export const rawServer = (serve: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    serve(socket);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  return listening(server);
};

/** Answers each request of a connection, of whose content it takes no notice. */
export const answering = (answer: (nth: number, socket: Socket) => string): Promise<number> =>
  rawServer((socket) => {
    let kept = '';
    let nth = 0;
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      kept += bytes.toString('latin1');
      for (let end = kept.indexOf('\r\n\r\n'); end >= 0; end = kept.indexOf('\r\n\r\n')) {
        kept = kept.slice(end + 4);
        socket.write(answer(++nth, socket), 'latin1');
      }
    });
  });

/** Listens on a free port of loopback until `closeServers`. Resolves with the port. */
export function listening(server: Server): Promise<number> {
  closers.push(() => {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

export interface Probed {
  /** Of the last version that was asked. */
  result: LabResult;
  /** Bytes of that version that were kept. */
  kept: number;
  /** Of that version: by the name of the row, its lines joined. */
  rows: Record<string, string>;
  /** All that was printed. */
  text: string;
  /** What stands below the table, each note in one line. */
  notes: string[];
}

/** Where nothing else is said, `probe` asks for one version. */
export async function probed(
  port: number,
  options: Partial<ProbeCommand> = {},
  scheme = 'http',
): Promise<Probed> {
  const reports = await probeServer(`${scheme}://127.0.0.1:${port}/`, {
    http: '1.1',
    requests: 5,
    ...options,
  });
  const last = reports.at(-1);
  if (!last) throw new Error('no version was asked');
  const text = probeTable(reports, { paint: (_style, plain) => plain, say: english });
  const [, body = ''] = text.split(/─\n/);
  const [table = '', below = ''] = body.split('\n\n');
  const rule = /^─.*$/m.exec(text)?.[0] ?? '';
  const from = rule.lastIndexOf('  ') + 2;
  const rows: Record<string, string> = {};
  let name = '';
  for (const line of table.split('\n')) {
    const head = line.slice(0, rule.indexOf(' ')).trim();
    const cell = line.slice(from).trim();
    if (head === '') rows[name] = `${rows[name]} ${cell}`.trim();
    else {
      name = head;
      rows[name] = cell;
    }
  }
  const notes = below.split('\n  - ').map((note) => note.replace(/^ {2}- /, '').replace(/\n +/g, ' '));
  const kept = last.stored.recordings
    .flatMap(({ events }) => events)
    .reduce((sum, event) => sum + (event.type === 'bytes' ? event.bytes.length : 0), 0);
  return { result: last.result, kept, rows, text, notes };
}
