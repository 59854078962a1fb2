/** What RFC 6455 demands of text, §8.1, and of closing, §5.5.1 and §7.4. */
import type { RuleId } from '../../../src/model/rules/rules.ts';
import type { SuiteCase } from '../suite.ts';
import { closing, fromClient, fromServer, masked, opcode, plain } from './parts.ts';

const { continuation, text, binary, close, ping, pong } = opcode;
const part = { fin: false };
const textRules: RuleId[] = ['websocket-frame.text', 'websocket-frame.close-reason'];
const codeRules: RuleId[] = ['websocket-frame.close-code', 'websocket-frame.half-code'];
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** RFC 3629 §4: the first and last characters of each length, those beside surrogates, and some that are no characters. */
const good = [
  '00',
  '7f',
  'c2 80',
  'df bf',
  'e0 a0 80',
  'ed 9f bf',
  'ee 80 80',
  'ef bf bd',
  'ef bf bf',
  'f0 90 80 80',
  'f0 9f bf bf',
  'f4 8f bf bf',
  'ce ba e1 bd b9 cf 83 ce bc ce b5',
];
const bad: [name: string, hex: string][] = [
  ['a continuation alone', '80'],
  ['a continuation too many', 'c3 a9 a9'],
  ['a character of two bytes that needs one', 'c0 af'],
  ['the longest of these', 'c1 bf'],
  ['a character of three bytes that needs two', 'e0 9f bf'],
  ['a surrogate', 'ed a0 80'],
  ['the last surrogate', 'ed bf bf'],
  ['a character of four bytes that needs three', 'f0 8f bf bf'],
  ['a character beyond U+10FFFF', 'f4 90 80 80'],
  ['a first byte of five', 'f8 88 80 80 80'],
  ['the byte ff', 'ff'],
  ['a second byte that is none', 'c3 28'],
  ['a third byte that is none', 'e2 82 28'],
  ['a fourth byte that is none', 'f0 9f 92 28'],
  ['a character without its last byte, at the end', 'e2 82'],
];

export const texts: SuiteCase[] = [
  ...good.map((hex) => ({
    rfc: 'RFC 6455 §8.1',
    name: `UTF-8: ${hex}`,
    steps: [fromClient(masked(text, bytes(hex)), masked(close, closing(1000, bytes(hex))))],
    keeps: textRules,
  })),
  ...bad.map(([name, hex]) => ({
    rfc: 'RFC 6455 §8.1',
    name: `no UTF-8: ${name}, ${hex}`,
    steps: [fromClient(masked(text, 'a'), masked(text, bytes(`6161 ${hex}`)))],
    faults: ['client 7 irregularity websocket-frame.text'],
  })),
  {
    rfc: 'RFC 6455 §5.6',
    name: 'a character that is cut by a frame, with control between',
    steps: [
      fromServer(
        plain(text, bytes('f0'), part),
        plain(ping, bytes('ff')),
        plain(continuation, bytes('9f92'), part),
        plain(continuation, bytes('a9')),
      ),
    ],
    keeps: 'websocket-frame.text',
  },
  {
    rfc: 'RFC 6455 §8.1',
    name: 'it is told at the frame with which it is certain',
    steps: [
      fromServer(
        plain(text, bytes('f4'), part),
        plain(continuation, bytes('90'), part),
        plain(continuation, bytes('8080')),
      ),
    ],
    faults: ['server 3 irregularity websocket-frame.text'],
  },
  {
    rfc: 'RFC 6455 §8.1',
    name: 'an empty last frame behind half a character',
    steps: [fromServer(plain(text, bytes('c3'), part), plain(continuation))],
    faults: ['server 3 irregularity websocket-frame.text'],
  },
  {
    rfc: 'RFC 6455 §8.1',
    name: 'it is told once of a message, and of the next again',
    steps: [
      fromServer(plain(text, bytes('ff'), part), plain(continuation, bytes('ff')), plain(text, bytes('fe'))),
    ],
    faults: ['server 0 irregularity websocket-frame.text', 'server 6 irregularity websocket-frame.text'],
  },
  {
    rfc: 'RFC 6455 §5.6',
    name: 'binary, ping and pong may hold anything',
    steps: [fromServer(plain(binary, bytes('ff')), plain(ping, bytes('ff')), plain(pong, bytes('ff')))],
    keeps: 'websocket-frame.text',
  },
];

const allowed = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
];
const forbidden = [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];

export const closings: SuiteCase[] = [
  ...allowed.map((code) => ({
    rfc: 'RFC 6455 §7.4',
    name: `the code ${code}`,
    steps: [fromClient(masked(close, closing(code))), fromServer(plain(close, closing(code, 'why')))],
    keeps: codeRules,
  })),
  ...forbidden.map((code) => ({
    rfc: 'RFC 6455 §7.4',
    name: `no frame holds the code ${code}`,
    steps: [fromClient(masked(close, closing(code)))],
    faults: ['client 0 irregularity websocket-frame.close-code'],
  })),
  {
    rfc: 'RFC 6455 §5.5.1',
    name: 'a close frame without a code, and control behind it',
    steps: [fromServer(plain(close)), fromClient(masked(close), masked(pong), masked(close))],
    keeps: ['websocket-frame.close-code', 'websocket-frame.half-code', 'websocket-frame.after-close'],
  },
  {
    rfc: 'RFC 6455 §5.5.1',
    name: 'half a code',
    steps: [fromServer(plain(close, '\x03'))],
    faults: ['server 0 irregularity websocket-frame.half-code'],
  },
  ...['ff', 'c3'].map((hex) => ({
    rfc: 'RFC 6455 §5.5.1',
    name: `a reason that is no UTF-8: ${hex}`,
    steps: [fromClient(masked(close, closing(1000, bytes(`61${hex}`))))],
    faults: ['client 0 irregularity websocket-frame.close-reason'],
  })),
  ...[text, binary, continuation].map((of) => ({
    rfc: 'RFC 6455 §5.5.1',
    name: `data of opcode ${of} behind a close frame`,
    steps: [fromServer(plain(close), plain(of, 'a'))],
    faults: ['server 2 violation websocket-frame.after-close'],
    messages: [],
  })),
];
