/** A socket of the bench's own, for what no client of HTTP/1.x sends. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { deferred } from '../../model/deferred.ts';
import type { Tap } from '../../wire/tap.ts';
import { type Asked, contentLines, fieldLines, fieldsOfAll, methodsOf, ordinaryContent } from '../asked.ts';
import { createResponseReader } from '../http/raw-response.ts';
import type { Stage } from '../stage.ts';
import type { RealServer } from './connection.ts';

export interface BareSocket {
  /** Of a text, a byte for a character. */
  write(bytes: string | Uint8Array): void;
  /** Sends FIN. */
  close(): void;
  /** Resolves when the system has room for more, or nothing more can be sent. */
  hasRoom(): Promise<unknown>;
  /** Resolves when 100 (Continue) has come. */
  continued: Promise<void>;
  /** Resolves when the head of the first final answer has come. */
  began: Promise<void>;
  /** Resolves when one answer is whole, and when two are. */
  answered: readonly [Promise<void>, Promise<void>];
  /** Resolves when nothing more can come: after FIN, an error, or what cannot be read, which is a fault in the trace. */
  over: Promise<void>;
  /** Nothing more can be sent. */
  isGone(): boolean;
}

/** `method`: of the requests, one after another; see `createResponseReader`. */
export function openSocket({ scope }: Stage, { address }: Tap, method = 'GET'): BareSocket {
  const socket = connect({ ...address, allowHalfOpen: true, noDelay: true });
  scope.defer(() => socket.destroy());
  const [continued, began, over, gone] = [deferred(), deferred(), deferred(), deferred()];
  const answered = [deferred(), deferred()] as const;
  let answers = 0;
  const next = () =>
    createResponseReader(
      {
        interim: ({ target: status }) => void (status === '100' && continued.resolve()),
        head: () => began.resolve(),
        content: () => {},
        end: () => answered[answers++]?.resolve(),
      },
      method,
    );
  let reader = next();
  socket.on('data', (bytes) => {
    try {
      for (let rest: Buffer = bytes; rest.length > 0 && answers < answered.length; ) {
        const before = answers;
        rest = reader.push(rest);
        if (answers > before) reader = next();
      }
    } catch {
      over.resolve();
    }
  });
  socket.on('end', () => {
    reader.finish();
    over.resolve();
  });
  for (const ends of ['error', 'close'])
    socket.on(ends, () => {
      over.resolve();
      gone.resolve();
    });
  return {
    write: (bytes) => void socket.write(bytes, 'latin1'),
    close: () => void socket.end(),
    hasRoom: () =>
      socket.writableNeedDrain
        ? Promise.race([once(socket, 'drain').catch(() => {}), gone.promise])
        : Promise.resolve(),
    continued: continued.promise,
    began: began.promise,
    answered: [answered[0].promise, answered[1].promise],
    over: over.promise,
    isGone: () => socket.destroyed,
  };
}

/** A request as the user wants it: its head, without the empty line that ends it, and its content. */
export function ordinaryRequest(
  { asked, version }: RealServer,
  path: string,
  further: readonly string[] = [],
): { method: string; head: string; content: Buffer } {
  const { alone, withContent } = methodsOf(asked);
  const length = ordinaryContent(asked)?.length;
  const method = length === undefined ? alone : withContent;
  const fields = [...(length === undefined ? [] : contentFields(asked, length)), ...further];
  return {
    method,
    head: head(asked, `${method} ${path} HTTP/${version}`, fields),
    content: Buffer.from(asked.body ?? []),
  };
}

/** The head of a request with so many bytes of content, whole. */
export const headWithContent = (
  { asked, version }: RealServer,
  path: string,
  length: number,
  further: readonly string[] = [],
): string =>
  `${head(asked, `${methodsOf(asked).withContent} ${path} HTTP/${version}`, [...contentFields(asked, length), ...further])}\r\n`;

const head = (asked: Asked, startLine: string, fields: readonly string[]): string =>
  [startLine, `Host: ${asked.host}`, ...fieldLines(asked, fieldsOfAll), ...fields, ''].join('\r\n');

const contentFields = (asked: Asked, length: number): string[] => [
  `Content-Length: ${length}`,
  ...(length > 0 ? contentLines(asked) : []),
];
