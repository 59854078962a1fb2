/** Protocols of which nothing is known here: those of framed.ts, and others that are text in part. */
import { framed } from './framed.ts';
import {
  again,
  big2,
  big4,
  bytes,
  inTurn,
  little2,
  little4,
  long2,
  long4,
  type Saying,
  serverFirst,
  zeros,
} from './sayings.ts';

const tpkt = (...content: Parameters<typeof bytes>): Buffer =>
  bytes(3, 0, big2(bytes(...content).length + 4), ...content);
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const gitLine = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;

/** None of these is text that ends in line ends. By name. */
export const unknown: Readonly<Record<string, Saying[]>> = {
  ...framed,
  'remote desktops': inTurn(
    tpkt(14, 0xe0, zeros(5), 'Cookie: mstshash=me\r\n', 1, 0, 8, 0, zeros(4)),
    tpkt(14, 0xd0, zeros(5), 2, 0, 8, 0, zeros(4)),
  ),
  'a frame buffer, after two lines': serverFirst(
    'RFB 003.008\n',
    'RFB 003.008\n',
    bytes(1, 1),
    bytes(1),
    bytes(zeros(4)),
    bytes(1),
    bytes(big2(640), big2(480), zeros(16), long4('a\n')),
  ),
  SOCKS: inTurn(
    bytes(5, 1, 0),
    bytes(5, 0),
    bytes(5, 1, 0, 1, 10, 0, 0, 9, 0, 80),
    bytes(5, 0, 0, 1, zeros(6)),
  ),
  ZooKeeper: inTurn(
    long4(zeros(40), 'x\n'),
    long4(zeros(36)),
    long4(big4(1), big4(11)),
    long4(big4(1), zeros(12)),
  ),
  'the X Window System': inTurn(
    bytes('l\0', little2(11), zeros(8)),
    bytes(1, 0, little2(11), zeros(2), little2(10), zeros(40)),
    bytes(10, 0, little2(2), zeros(4)),
    bytes(1, 10, zeros(30)),
  ),
  'mail with a literal that is no text': serverFirst(
    '* OK ready\r\n',
    'a1 FETCH 1 BODY[]\r\n',
    '* 1 FETCH (BODY[] {4}\r\n\0\x01\x02\n)\r\na1 OK\r\n',
  ),
  'fields parted by the byte 1': inTurn(
    ...again(2, (nth) =>
      ['8=FIX.4.2\x019=5\x0135=0\x0110=161\x01', `8=FIX.4.2\x0134=${nth}\x0110=162\x01`].map((one) =>
        bytes(one),
      ),
    ),
  ),
  'content with its length in lines before it': inTurn(
    ...again(3, (nth) => [
      bytes(`Content-Length: 9\r\n\r\n{"id": ${nth}}`),
      bytes(`Content-Length: 9\r\n\r\n{"id": ${nth}}`),
    ]),
  ),
  'objects of JSON without anything between them': inTurn(
    ...again(3, (nth) => [bytes(`{"ask":${nth}}`), bytes(`{"answer":"\\n${nth}"}`)]),
  ),
  'a terminal that is negotiated': serverFirst(
    bytes(0xff, 0xfd, 1, 0xff, 0xfd, 31, '\r\nlogin: '),
    bytes(0xff, 0xfb, 31, 'me\r\n'),
    bytes('Password: '),
    bytes('x\r\n'),
  ),
  'a terminal in colours': serverFirst(
    '\x1b[1mready\x1b[0m\n',
    'go\n',
    '\x1b[32mgone\x1b[0m\n',
    'back\n',
    'ok\n',
  ),
  'files after a line each': inTurn(
    '@RSYNCD: 31.0 md5\n',
    '@RSYNCD: 31.0 md5\n',
    bytes('module\n'),
    bytes('@RSYNCD: OK\n', little4(0x0a0a0a0a), zeros(3)),
  ),
  'lines with their lengths, and a zero byte': inTurn(
    gitLine('git-upload-pack /a\0host=b\0'),
    `${gitLine(`${'a'.repeat(40)} HEAD\0ofs-delta\n`)}0000`,
    `${gitLine(`want ${'a'.repeat(40)}\n`)}0000`,
    gitLine('NAK\n'),
  ),
  Erlang: inTurn(
    long2('n', big2(5), zeros(4), 'a@b\n'),
    long2('sok'),
    long4(112, 131, 104, 10, 97, 10),
    long4(112, 131, 104, 10, 97, 11),
  ),
  DICOM: inTurn(
    bytes(1, 0, long4(zeros(68), '\n\n')),
    bytes(2, 0, long4(zeros(68), '\n\n')),
    bytes(5, 0, long4(zeros(4))),
    bytes(6, 0, long4(zeros(4))),
  ),
  'power stations': inTurn(
    bytes(0x68, 4, 7, 0, 0, 0),
    bytes(0x68, 4, 11, 0, 0, 0),
    bytes(0x68, 14, zeros(4), 100, 1, 6, 0, 10, zeros(4), 20),
    bytes(0x68, 14, zeros(4), 100, 1, 7, 0, 10, zeros(4), 20),
  ),
  'short messages': inTurn(
    ...again(2, (nth) => [
      bytes(big4(18), big4(21), big4(0), big4(nth), '\n\n'),
      bytes(big4(16), big4(0x80000015), big4(0), big4(nth)),
    ]),
  ),
  BGP: inTurn(
    ...again(2, () => [bytes('\xff'.repeat(16), big2(19), 4), bytes('\xff'.repeat(16), big2(19), 4)]),
  ),
  Diameter: inTurn(
    ...again(2, (nth) => [
      bytes(1, 0, 0, 20, 0x80, 0, 1, 24, zeros(4), big4(nth), big4(10)),
      bytes(1, 0, 0, 20, 0, 0, 1, 24, zeros(4), big4(nth), big4(10)),
    ]),
  ),
  'machines of a factory': inTurn(
    bytes('HELF', little4(32), zeros(24)),
    bytes('ACKF', little4(28), zeros(20)),
    bytes('MSGF', little4(16), zeros(8)),
    bytes('MSGF', little4(16), '\n'.repeat(8)),
  ),
  'text of two bytes a letter': inTurn(...again(3, () => [utf16('question\r\n'), utf16('answer\r\n')])),
  'text that is not of UTF-8': inTurn(...again(2, () => [bytes('caf\xe9\n'), bytes('d\xe9j\xe0 vu\n')])),
  'a byte each way': inTurn('a', 'b'),
  'words without line ends': inTurn('PING0', 'PONG0', 'PING1', 'PONG1', 'PING2', 'PONG2'),
  'lines of which the last has no end': inTurn('one\n', 'two\n', 'three\n', 'four'),
  'a page after one line': inTurn('GET /\r\n', '<html>\n<p>hello\n</html>'),
  'screens with returns in their lines': inTurn('go\n', '10 %\r20 %\r\n', 'go\n', 'done\n'),
};

/** Whoever reads these as lines is right. */
export const ofLines: Readonly<Record<string, Saying[]>> = {
  'mail with its content': serverFirst(
    '220 mail.example ESMTP\r\n',
    'EHLO me\r\n',
    '250-mail.example\r\n250 8BITMIME\r\n',
    'MAIL FROM:<a@b>\r\n',
    '250 ok\r\n',
    'DATA\r\n',
    '354 go on\r\n',
    Buffer.from('Subject: Grüße\r\n\r\nlines\tand lines\r\n.\r\n', 'utf8'),
    '250 queued\r\n',
    'QUIT\r\n',
    '221 bye\r\n',
  ),
  'lines that end in line feeds': inTurn('one\n', 'two\n', 'three\n', 'four\n'),
  'Redis with values that are text': inTurn('PING\r\n', '+PONG\r\n', 'GET k\r\n', '$5\r\nhello\r\n'),
};
