/**
 * The bench's own HTTP/1.x client on a bare socket, for what no library does: HTTP/1.0 at all, HTTP/1.1 without
 * a Connection field, keeping an idle connection for as long as the server does, and FIN before the response.
 */
import { connect, type Socket } from 'node:net';
import { deferred } from '../../model/deferred.ts';
import { errorFor } from '../../model/reason.ts';
import type { Scope } from '../../wire/scope.ts';
import { contentType, type Methods, nameIn, usualMethods } from '../asked.ts';
import type { BareClient, BareExchange, Content } from '../subject.ts';
import type { Target } from '../target.ts';
import { type ArrivingText, createArrivingText } from '../text.ts';
import { type ArrivingContent, arrivingContent } from './arriving-content.ts';
import type { Head } from './head.ts';
import { createResponseReader, type ResponseReader } from './raw-response.ts';

export interface RawClientOptions {
  version: '1.0' | '1.1';
  /** Whether further requests travel on the same connection, one after another; else each opens its own. */
  reuse: boolean;
  /** Field lines of every request, beside Host and Content-Length. */
  fields?: readonly string[];
  /** Further ones where there is content. */
  contentFields?: readonly string[];
  methods?: Methods;
  /** The Host field, where it is not the address that is connected to. */
  host?: string;
}

interface Pending {
  path: string;
  content: Content | undefined;
  fields: Readonly<Record<string, string>>;
  text: ArrivingText;
  began: () => void;
  continued: () => void;
}

interface RawConnection {
  send(pending: Pending): void;
  usable(): boolean;
  finish(): void;
}

export function rawClient(options: RawClientOptions) {
  return (to: Target, scope: Scope): BareClient => {
    const queue: Pending[] = [];
    const heard = createArrivingText();
    let connection: RawConnection | null = null;
    let busy = false;

    const settled = () => {
      busy = false;
      pump();
    };
    const pump = () => {
      const next = busy ? undefined : queue.shift();
      if (!next) return;
      busy = options.reuse;
      if (!options.reuse || !connection?.usable()) connection = openConnection(to, options, scope, settled);
      connection.send(next);
      pump();
    };
    return {
      heard,
      finish: () => connection?.finish(),
      request(path, content, fields = {}): BareExchange {
        const text = createArrivingText();
        const [began, continued] = [deferred(), deferred()];
        text.whole.catch(began.reject);
        began.promise.catch(() => {});
        queue.push({
          ...{ path, content, fields, text },
          ...{ began: began.resolve, continued: continued.resolve },
        });
        pump();
        text.whole.then(heard.add, () => {});
        return {
          ...{ began: began.promise, continued: continued.promise },
          ...{ received: text.contains, soFar: text.soFar, finished: text.whole },
        };
      },
    };
  };
}

/** One connection. Bytes that answer no request end it: they must not be taken for the next response. */
function openConnection(
  to: Target,
  options: RawClientOptions,
  scope: Scope,
  settled: () => void,
): RawConnection {
  const socket = connect({ ...to, allowHalfOpen: true, noDelay: true });
  scope.defer(() => socket.destroy());
  let current: { text: ArrivingText; reader: ResponseReader } | null = null;
  let persistent = true;

  const fail = (error: Error) => {
    persistent = false;
    const failed = current;
    current = null;
    failed?.text.fail(error);
    if (failed) settled();
  };
  const begin = ({ text, began, continued }: Pending, method: string) => {
    let arriving: ArrivingContent | undefined;
    const reader = createResponseReader(
      {
        interim({ target }) {
          if (target === '100') continued();
        },
        head(head) {
          persistent = options.reuse && staysOpen(head);
          arriving = arrivingContent(head.fields.get('content-encoding'), text);
          began();
        },
        content: (bytes) => arriving?.add(bytes),
        end(keepsOpen) {
          persistent &&= keepsOpen;
          current = null;
          if (!persistent) socket.end();
          arriving?.end();
          settled();
        },
      },
      method,
    );
    current = { text, reader };
  };
  const take = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (!current) {
      socket.destroy();
      return;
    }
    try {
      take(current.reader.push(bytes));
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
      socket.destroy();
    }
  };
  socket.on('data', take);
  socket.on('end', () => {
    persistent = false;
    if (!current?.reader.finish()) fail(errorFor('error.server-closed'));
    socket.end();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(errorFor('error.closed-early')));

  return {
    usable: () => persistent && !socket.destroyed,
    finish: () => void socket.end(),
    send(pending) {
      const { path, content, fields: own } = pending;
      const { methods = usualMethods, contentFields = [contentType] } = options;
      const method = content ? methods.withContent : methods.alone;
      begin(pending, method);
      const fields = [`Host: ${options.host ?? `${to.host}:${to.port}`}`, ...(options.fields ?? [])];
      if (content) fields.push(framingOf(content), ...contentFields);
      const replaced = Object.keys(own).map((name) => name.toLowerCase());
      const lines = [
        ...fields.filter((line) => !replaced.includes(nameIn(line))),
        ...Object.entries(own).map(([name, value]) => `${name}: ${value}`),
      ];
      socket.write(`${method} ${path} HTTP/${options.version}\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1');
      if (content) sendParts(socket, content).catch((error: Error) => socket.destroy(error));
    },
  };
}

const framingOf = ({ length }: Content): string =>
  length === null ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;

async function sendParts(socket: Socket, { length, parts }: Content) {
  for await (const part of parts) socket.write(length === null ? chunk(Buffer.from(part)) : part);
  if (length === null) socket.write('0\r\n\r\n');
}

/** RFC 9112 §7.1. */
const chunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** RFC 9112 §9.3: HTTP/1.1 stays open unless told otherwise, HTTP/1.0 only if told so. */
function staysOpen(head: Head): boolean {
  const connection = head.fields.get('connection')?.toLowerCase() ?? '';
  return head.method === 'HTTP/1.0' ? connection.includes('keep-alive') : !connection.includes('close');
}
