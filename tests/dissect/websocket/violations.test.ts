/** Every rule of RFC 6455 §5 broken, however the bytes are cut. */

import { c2s, s2c } from '../http2/bytes.ts';
import { hello, maskedHello, readsAll, wholeHello, zeros } from './cases.ts';

readsAll([
  {
    name: 'a masked frame from the server',
    script: [s2c(`8900 ${maskedHello}`)],
    messages: ['s2c 1 text "Hello" 2..13, bytes 11, content 5, frames 1, websocket FIN'],
    controls: ['s2c ping {"length":0} 0..2'],
    faults: ['server 2 a masked frame from the server'],
  },
  {
    name: 'an unmasked frame from the client',
    script: [c2s(`${maskedHello} 81 01 61`)],
    messages: [
      'c2s 1 text "Hello" 0..11, bytes 11, content 5, frames 1, websocket FIN',
      'c2s 2 text "a" 11..14, bytes 3, content 1, frames 1, websocket FIN',
    ],
    faults: ['client 11 an unmasked frame from the client'],
  },
  ...['c1', 'a1', '91'].map((first) => ({
    name: `a reserved bit that was not negotiated (0x${first})`,
    script: [s2c(`8900 ${first} 01 61`)],
    messages: ['s2c 1 text 2..5, bytes 3, content 1, frames 1, websocket FIN'],
    controls: ['s2c ping {"length":0} 0..2'],
    faults: ['server 2 reserved bits that were not negotiated'],
  })),
  {
    name: 'the bit of compression on a continuation and on control',
    script: [s2c('41 01 61 c0 01 62 c9 00 ')],
    extensions: 'permessage-deflate',
    messages: ['s2c 1 text compressed 0..6, bytes 6, content 2, frames 2, websocket FIN'],
    controls: ['s2c ping {"length":0} 6..8'],
    faults: [
      'server 3 reserved bits that were not negotiated',
      'server 6 reserved bits that were not negotiated',
    ],
  },
  {
    name: 'other reserved bits beside compression',
    script: [s2c('a1 01 61')],
    extensions: 'permessage-deflate',
    messages: ['s2c 1 text 0..3, bytes 3, content 1, frames 1, websocket FIN'],
    faults: ['server 0 reserved bits that were not negotiated'],
  },
  {
    name: 'a reserved bit of an extension that is only named within quotes',
    script: [s2c('a1 01 61')],
    extensions: 'permessage-deflate; a="b, x-own"',
    messages: ['s2c 1 text 0..3, bytes 3, content 1, frames 1, websocket FIN'],
    faults: ['server 0 reserved bits that were not negotiated'],
  },
  {
    name: 'a fragmented ping',
    script: [c2s(`${maskedHello} 09 80 00000000`)],
    messages: ['c2s 1 text "Hello" 0..11, bytes 11, content 5, frames 1, websocket FIN'],
    controls: ['c2s ping {"length":0} 11..17'],
    faults: ['client 11 a fragmented control frame'],
  },
  {
    name: 'a ping longer than 125 bytes',
    script: [s2c(`89 7e 007e ${zeros(126)}`)],
    controls: ['s2c ping {"length":126} 0..130'],
    faults: ['server 0 a control frame longer than 125 bytes'],
  },
  {
    name: 'a continuation without a message',
    script: [s2c(`80 01 61 00 01 61 ${hello}`)],
    messages: [wholeHello(6)],
    faults: ['server 0 a continuation without a message', 'server 3 a continuation without a message'],
  },
  {
    name: 'a new message within a fragmented one',
    script: [s2c('01 03 48656c 82 01 ff 80 02 6c6f')],
    messages: ['s2c 1 text "Hello" 0..12, bytes 9, content 5, frames 2, websocket FIN'],
    faults: ['server 5 a new data frame within a fragmented message'],
  },
  ...['83', '87', '8b', '8f'].map((first) => ({
    name: `a reserved opcode (0x${first})`,
    script: [s2c(`${first} 03 616263 ${hello}`)],
    messages: [wholeHello(5)],
    faults: ['server 0 a reserved opcode'],
  })),
  {
    name: 'a length with the top bit set, after which nothing can be read',
    script: [s2c(`8900 82 7f 8000000000000000 ${hello}`)],
    controls: ['s2c ping {"length":0} 0..2'],
    faults: ['server 2 a length with the top bit set'],
  },
  {
    name: 'a length with the top bit set within a message, which is cut',
    script: [c2s('01 81 00000000 61 80 ff ffffffffffffffff 00000000')],
    messages: ['c2s 1 text "a" 0..7, bytes 7, content 1, frames 1, cut'],
    faults: ['client 7 a length with the top bit set'],
  },
  {
    name: 'a length in more bytes than it needs',
    script: [s2c(`82 7e 007d ${zeros(125)} 82 7f 000000000000ffff ${zeros(65_535)}`)],
    messages: [
      's2c 1 binary 0..129, bytes 129, content 125, frames 1, websocket FIN',
      's2c 2 binary 129..65674, bytes 65545, content 65535, frames 1, websocket FIN',
    ],
    faults: [
      'server 0 a length in more bytes than it needs',
      'server 129 a length in more bytes than it needs',
    ],
  },
  {
    name: 'data after a close frame',
    script: [c2s(`88 80 00000000 ${maskedHello} 80 80 00000000`), s2c(hello)],
    messages: [wholeHello(0)],
    controls: ['c2s close {"length":0} 0..6'],
    faults: ['client 6 data after a close frame', 'client 17 data after a close frame'],
  },
  {
    name: 'a close frame in the middle of a message, which is cut',
    script: [s2c('01 01 61 88 00')],
    messages: ['s2c 1 text "a" 0..3, bytes 3, content 1, frames 1, cut'],
    controls: ['s2c close {"length":0} 3..5'],
  },
  {
    name: 'a close frame with half a code',
    script: [s2c('88 01 03')],
    controls: ['s2c close {"length":1} 0..3'],
    faults: ['server 0 a close frame with half a code'],
  },
  {
    name: 'all that one frame breaks',
    script: [c2s('7b 7e 0000')],
    faults: [
      'client 0 a reserved opcode',
      'client 0 an unmasked frame from the client',
      'client 0 reserved bits that were not negotiated',
      'client 0 a length in more bytes than it needs',
      'client 0 a fragmented control frame',
    ],
  },
]);
