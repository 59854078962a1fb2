/** What the cases of HTTP/1.x are made of. */
import { client, type Step, server } from '../../dissect/steps.ts';

/** A request of 27 bytes, and the same as an old client has it. */
export const get = client('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
export const old = client('GET / HTTP/1.0\r\nHost: a\r\n\r\n');
/** The lines of a request begin at 0 and 17, its fields behind Host at 26. */
export const asks = (fields: string, content = ''): Step[] => [
  client(`POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${content}`),
];
/** The fields of a response begin at 17. */
export const answers = (fields: string, content = '', to: Step = get): Step[] => [
  to,
  server(`HTTP/1.1 200 OK\r\n${fields}\r\n${content}`),
];
export const chunks = 'Transfer-Encoding: chunked\r\n';
export const upgrade = (fields: string) => client(`GET / HTTP/1.1\r\nHost: a\r\n${fields}\r\n`);
export const switches = (fields: string) => server(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n`);
