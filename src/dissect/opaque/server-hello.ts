/**
 * Which TLS the two agreed on: the ServerHello, which is in the clear, says it (RFC 8446 §4.1.3, §4.2.1). From TLS 1.3 on
 * it has the extension supported_versions, and the later half of the handshake and tickets look like application data;
 * before, application data is what an application says, and nothing else (RFC 5246 §6.2.1). Both ends of HTTP/2, which the
 * hello names as well (RFC 7301 §3.1), greet each other in it with SETTINGS, which is no talk yet.
 */

export type Agreed = '1.2 or before' | '1.2 and HTTP/2' | '1.3 or later';

export interface ServerHelloReader {
  /** All that the server said goes here, from its first byte on. */
  read(bytes: Uint8Array): void;
  /** Null where it is not known, or not yet. */
  agreed(): Agreed | null;
}

export function createServerHelloReader(): ServerHelloReader {
  let read = Buffer.alloc(0);
  let agreed: Agreed | null = null;
  let isOver = false;

  return {
    read(bytes) {
      if (isOver) return;
      read = Buffer.concat([read, bytes.subarray(0, longest - read.length)]);
      const whole = wholeHello(read);
      if (whole === null) {
        isOver = read.length >= longest;
        return;
      }
      isOver = true;
      agreed = whole === 'another' ? null : versionOf(whole);
      read = Buffer.alloc(0);
    },
    agreed: () => agreed,
  };
}

/** Far more than one has: it lists only what was agreed on. */
const longest = 1024;

/** Without the headers of record and message; `another` where something else is said, or it is cut into records. */
function wholeHello(bytes: Buffer): Buffer | 'another' | null {
  if (bytes.length < headers) return null;
  const inRecord = bytes.readUInt16BE(3);
  const length = bytes.readUIntBE(6, 3);
  const isHello = bytes[0] === handshake && bytes[1] === 3 && bytes[5] === serverHello;
  if (!isHello || length + messageHeader > inRecord) return 'another';
  return bytes.length < headers + length ? null : bytes.subarray(headers, headers + length);
}

/** After version, random and the session's identifier come cipher suite, compression and extensions. */
function versionOf(hello: Buffer): Agreed | null {
  let at = 35 + (hello[34] ?? 0) + 3;
  if (at === hello.length) return '1.2 or before';
  at += 2;
  let agreed: Agreed = '1.2 or before';
  while (at + 4 <= hello.length) {
    const extension = hello.readUInt16BE(at);
    const value = hello.subarray(at + 4, at + 4 + hello.readUInt16BE(at + 2));
    if (extension === supportedVersions) agreed = '1.3 or later';
    if (extension === protocolNegotiation && value.equals(http2)) agreed = '1.2 and HTTP/2';
    at += 4 + hello.readUInt16BE(at + 2);
  }
  return at === hello.length ? agreed : null;
}

const handshake = 22;
const serverHello = 2;
const messageHeader = 4;
const headers = 5 + messageHeader;
const supportedVersions = 43;
const protocolNegotiation = 16;
/** A list of one name, each with its length in front. */
const http2 = Buffer.from('\x00\x03\x02h2', 'latin1');
