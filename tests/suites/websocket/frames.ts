/** What RFC 6455 §5 demands of frames, and RFC 7692 §6 of the bit of compression. */
import type { RuleId } from '../../../src/model/rules/rules.ts';
import { clientFin, close, serverFin } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import { fromClient, fromServer, masked, opcode, plain } from './parts.ts';

const { continuation, text, binary, ping, pong } = opcode;
const part = { fin: false };
const lengthRules: RuleId[] = ['websocket-frame.length-bytes', 'websocket-frame.length-top-bit'];
const zeros = (count: number): Buffer => Buffer.alloc(count);

export const masking: SuiteCase[] = [
  {
    rfc: 'RFC 6455 §5.1',
    name: 'a client masks all frames, a server none',
    steps: [fromClient(masked(text, 'a'), masked(ping)), fromServer(plain(pong), plain(text, 'b'))],
    keeps: ['websocket-frame.unmasked', 'websocket-frame.masked'],
    messages: ['c2s 1 x- "a" 0..7 +1 websocket FIN', 's2c 1 x- "b" 2..5 +1 websocket FIN'],
  },
  ...[text, continuation, ping].map((of) => ({
    rfc: 'RFC 6455 §5.1',
    name: `a client that does not mask a frame of opcode ${of}`,
    steps: [fromClient(masked(text, 'a', of === continuation ? part : {}), plain(of))],
    faults: ['client 7 irregularity websocket-frame.unmasked'],
  })),
  {
    rfc: 'RFC 6455 §5.1',
    name: 'a server that masks',
    steps: [fromServer(masked(binary, 'a'))],
    faults: ['server 0 irregularity websocket-frame.masked'],
  },
];

export const headers: SuiteCase[] = [
  ...[125, 126, 65_535, 65_536].map((length) => ({
    rfc: 'RFC 6455 §5.2',
    name: `a payload of ${length} bytes, its length in as few bytes as can be`,
    steps: [fromServer(plain(binary, zeros(length)))],
    keeps: lengthRules,
  })),
  ...(
    [
      [125, 2],
      [125, 8],
      [65_535, 8],
    ] as const
  ).map(([length, lengthBytes]) => ({
    rfc: 'RFC 6455 §5.2',
    name: `a payload of ${length} bytes, its length in ${lengthBytes}`,
    steps: [fromServer(plain(binary, zeros(length), { lengthBytes }))],
    faults: ['server 0 irregularity websocket-frame.length-bytes'],
  })),
  {
    rfc: 'RFC 6455 §5.2',
    name: 'a length with the top bit set, behind which nothing is read',
    steps: [fromServer(Buffer.of(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0), plain(text, 'a'))],
    faults: ['server 0 violation websocket-frame.length-top-bit'],
    messages: [],
  },
  {
    rfc: 'RFC 6455 §5.2',
    name: 'the six opcodes',
    steps: [
      fromServer(plain(text, 'a', part), plain(ping), plain(pong), plain(continuation, 'b'), plain(binary)),
    ],
    keeps: 'websocket-frame.opcode',
    messages: ['s2c 1 x- "ab" 0..10 +2 websocket FIN', 's2c 2 x- undefined 10..12 +0 websocket FIN'],
  },
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((reserved) => ({
    rfc: 'RFC 6455 §5.2',
    name: `the reserved opcode ${reserved}`,
    steps: [fromClient(masked(text, 'a'), masked(reserved, 'b'), masked(text, 'c'))],
    faults: ['client 7 violation websocket-frame.opcode'],
  })),
  ...[1, 2, 3, 4, 5, 6, 7].map((reserved) => ({
    rfc: 'RFC 6455 §5.2',
    name: `reserved bits that nobody agreed on: ${reserved}`,
    steps: [fromServer(plain(text, 'a', { reserved }))],
    faults: ['server 0 irregularity websocket-frame.reserved-bits'],
  })),
  {
    rfc: 'RFC 6455 §5.2',
    name: 'no reserved bits',
    steps: [fromServer(plain(text, 'a'))],
    keeps: 'websocket-frame.reserved-bits',
  },
  ...[1, 3].map((length) => ({
    rfc: 'RFC 6455 §5.2',
    name: `a side that says FIN behind ${length} bytes of a header`,
    steps: [fromServer(plain(text, 'a'), plain(binary, zeros(126)).subarray(0, length)), serverFin],
    faults: ['server 3 violation websocket-frame.cut-frame'],
  })),
  {
    rfc: 'RFC 6455 §5.2',
    name: 'a side that says FIN within a ping',
    steps: [fromClient(masked(ping, 'abc').subarray(0, 8)), clientFin],
    faults: ['client 0 violation websocket-frame.cut-frame'],
  },
  {
    rfc: 'RFC 6455 §5.2',
    name: 'a connection that is torn, for which the sender of half a frame need not be to blame',
    steps: [fromClient(masked(ping, 'abc').subarray(0, 8)), close],
    keeps: 'websocket-frame.cut-frame',
  },
];

export const fragments: SuiteCase[] = [
  {
    rfc: 'RFC 6455 §5.4',
    name: 'a message in parts, with control between them',
    steps: [
      fromClient(
        masked(text, 'a', part),
        masked(ping, 'x'),
        masked(continuation, '', part),
        masked(continuation, 'b'),
      ),
    ],
    keeps: [
      'websocket-frame.continuation',
      'websocket-frame.new-data',
      'websocket-frame.fragmented-control',
      'websocket-frame.long-control',
    ],
    messages: ['c2s 1 x- "ab" 0..27 +2 websocket FIN'],
  },
  ...[true, false].map((fin) => ({
    rfc: 'RFC 6455 §5.4',
    name: `a continuation of nothing, ${fin ? 'the last' : 'and not the last'}`,
    steps: [fromServer(plain(text, 'a'), plain(continuation, 'b', { fin }))],
    faults: ['server 3 violation websocket-frame.continuation'],
  })),
  ...[text, binary].map((of) => ({
    rfc: 'RFC 6455 §5.4',
    name: `a frame of opcode ${of} within a message`,
    steps: [fromServer(plain(text, 'a', part), plain(of, 'b'), plain(continuation, 'c'))],
    faults: ['server 3 violation websocket-frame.new-data'],
    messages: ['s2c 1 x- "ac" 0..9 +2 websocket FIN'],
  })),
  ...[8, 9, 10].map((of) => ({
    rfc: 'RFC 6455 §5.5',
    name: `control of opcode ${of} in parts`,
    steps: [fromServer(plain(of, '', part))],
    faults: ['server 0 irregularity websocket-frame.fragmented-control'],
  })),
  {
    rfc: 'RFC 6455 §5.5',
    name: 'a ping of 125 bytes, and a pong that nobody asked for',
    steps: [fromServer(plain(ping, zeros(125)), plain(pong, 'a'))],
    keeps: 'websocket-frame.long-control',
  },
  ...[9, 10].map((of) => ({
    rfc: 'RFC 6455 §5.5',
    name: `control of opcode ${of} with 126 bytes`,
    steps: [fromServer(plain(of, zeros(126)))],
    faults: ['server 0 irregularity websocket-frame.long-control'],
  })),
];

/** Of a connection that agreed on permessage-deflate. */
export const compressed: SuiteCase[] = [
  {
    rfc: 'RFC 7692 §6',
    name: 'the first frame of a message says that it is compressed, of which no text is read',
    steps: [
      fromServer(
        plain(text, '\xff', { fin: false, reserved: 4 }),
        plain(ping),
        plain(continuation, Buffer.of(0xff)),
      ),
    ],
    keeps: ['websocket-frame.reserved-bits', 'websocket-frame.text'],
  },
  {
    rfc: 'RFC 7692 §6',
    name: 'a message that is not',
    steps: [fromServer(plain(text, Buffer.of(0xff)))],
    faults: ['server 0 irregularity websocket-frame.text'],
  },
  ...(
    [
      ['a continuation', plain(continuation, 'a', { reserved: 4 })],
      ['control', plain(ping, 'a', { reserved: 4 })],
      ['another bit', plain(continuation, 'a', { reserved: 2 })],
    ] as const
  ).map(([what, frame]) => ({
    rfc: 'RFC 6455 §5.2',
    name: `the bit of compression, or another: ${what}`,
    steps: [fromServer(plain(text, 'a', { fin: false, reserved: 4 }), frame)],
    faults: ['server 3 irregularity websocket-frame.reserved-bits'],
  })),
];
