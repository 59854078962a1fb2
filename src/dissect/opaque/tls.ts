/**
 * TLS, RFC 8446: nothing after the handshake can be read, so that there are no messages. What can be told from outside
 * is which bytes may hold something that an application says: those of application_data records, RFC 8446 §5.1. (In
 * TLS 1.3 the later half of the handshake looks the same; who counts leaves it out, see measure/encrypted.ts.)
 */
import type { MessageListener } from '../../model/message.ts';
import { bytesOf } from '../../model/slice.ts';
import type { ConnectionDissector } from '../dissector.ts';
import { createServerHelloReader } from './server-hello.ts';
import { createRecordReader } from './tls-records.ts';

export function tls(connection: number, listener: MessageListener): ConnectionDissector {
  listener.protocol(connection, 'TLS');
  listener.opaque?.(connection, 'encrypted');
  const readers = { c2s: createRecordReader(), s2c: createRecordReader() };
  const hello = createServerHelloReader();
  return {
    bytes(direction, slice) {
      const bytes = bytesOf(slice);
      if (direction === 's2c') hello.read(bytes);
      const records = readers[direction].read(bytes);
      const isSaid = hello.agreed() === '1.2 or before';
      if (records !== null) listener.enciphered?.(connection, direction, { records, isSaid });
    },
    end() {},
    close() {},
    gap() {
      readers.c2s.lose();
      readers.s2c.lose();
    },
    pending: () => Number.POSITIVE_INFINITY,
  };
}
