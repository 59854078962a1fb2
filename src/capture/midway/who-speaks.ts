/**
 * Which end of a connection says what begins like this, where that is known without having seen what came before:
 * HTTP/1.x (RFC 9112 §3, §4), HTTP/2 (RFC 9113 §3.4), TLS (RFC 8446 §4), a PROXY header, and the greetings of servers that
 * speak first: SMTP (RFC 5321 §3.1), FTP (RFC 959 §5.4), POP3 (RFC 1939 §4), IMAP (RFC 9051 §7.1), SSH (RFC 4253 §4.2).
 */
import { bytesOf, type Slice } from '../../model/slice.ts';
import { client, type Hint, server } from './hint.ts';
import { whoFrames } from './http2-frames.ts';

const spoken: readonly { by: Hint; like: RegExp }[] = [
  { by: server, like: /^HTTP\/1\.[01] [1-5][0-9]{2}[ \r\n]/ },
  // With these methods, of however long a target there is only the beginning.
  {
    by: client,
    like: /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|PATCH|PROPFIND|REPORT|SEARCH|QUERY) (?:\/|\* HTTP|https?:)/,
  },
  { by: client, like: /^CONNECT [^\s:]+:[0-9]+ HTTP/ },
  { by: client, like: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^\s]+ HTTP\/1\.[01]\r?\n/ },
  // The rest of a request line that is longer than a segment.
  { by: client, like: /^[!-~\x80-\xff]* HTTP\/1\.[01]\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:/ },
  { by: client, like: /^PRI \* HTTP\/2\.0\r\n/ },
  { by: client, like: /^PROXY (?:TCP4|TCP6|UNKNOWN)[ \r]/ },
  { by: client, like: /^\r\n\r\n\0\r\nQUIT\n/ },
  { by: client, like: /^(?:EHLO|HELO|LHLO) [^\s]+\r\n/ },
  { by: server, like: /^220[ -][^\r\n]*\r?\n/ },
  { by: server, like: /^\+OK(?: [^\r\n]*)?\r\n/ },
  { by: server, like: /^\* (?:OK|PREAUTH|BYE)[ \r]/ },
  // Both sides say it; who is heard alone is the one that need not wait.
  { by: { peer: 'server', isSure: false }, like: /^SSH-[12]\.[0-9]+-/ },
];

/** More than a segment holds. */
const lookedAt = 65_536;

/** `slice`: the captured part of what a segment, or what was captured as one, said. */
export function whoSpeaks(slice: Slice): Hint | null {
  const bytes = bytesOf(slice).subarray(0, lookedAt);
  const text = bytes.toString('latin1');
  return spoken.find(({ like }) => like.test(text))?.by ?? whoShakesHands(bytes) ?? whoFrames(bytes);
}

/** Of a handshake record, RFC 8446 §5.1, the first message: ClientHello or ServerHello. */
function whoShakesHands(bytes: Buffer): Hint | null {
  if (bytes[0] !== 22 || bytes[1] !== 3) return null;
  return (bytes[5] === 1 && client) || (bytes[5] === 2 && server) || null;
}
