/** What the framing of WebSocket does not allow. RFC 6455. */
import { irregularity, violation } from './rule.ts';

export const webSocketRules = {
  'websocket-frame.length-top-bit': violation('either', 'RFC 6455 §5.2', 'a length with the top bit set'),
  'websocket-frame.opcode': violation('either', 'RFC 6455 §5.2', 'a reserved opcode'),
  'websocket-frame.unmasked': irregularity('client', 'RFC 6455 §5.1', 'an unmasked frame from the client'),
  'websocket-frame.masked': irregularity('server', 'RFC 6455 §5.1', 'a masked frame from the server'),
  'websocket-frame.reserved-bits': irregularity(
    'either',
    'RFC 6455 §5.2',
    'reserved bits that were not negotiated',
  ),
  'websocket-frame.length-bytes': irregularity(
    'either',
    'RFC 6455 §5.2',
    'a length in more bytes than it needs',
  ),
  'websocket-frame.fragmented-control': irregularity('either', 'RFC 6455 §5.5', 'a fragmented control frame'),
  'websocket-frame.long-control': irregularity(
    'either',
    'RFC 6455 §5.5',
    'a control frame longer than 125 bytes',
  ),
  'websocket-frame.text': irregularity('either', 'RFC 6455 §8.1', 'a text message that is not UTF-8'),
  'websocket-frame.close-code': irregularity(
    'either',
    'RFC 6455 §7.4',
    'a close code that no frame may hold',
  ),
  'websocket-frame.close-reason': irregularity(
    'either',
    'RFC 6455 §5.5.1',
    'a reason for closing that is not UTF-8',
  ),
  'websocket-frame.half-code': irregularity('either', 'RFC 6455 §5.5.1', 'a close frame with half a code'),
  'websocket-frame.after-close': violation('either', 'RFC 6455 §5.5.1', 'data after a close frame'),
  'websocket-frame.continuation': violation('either', 'RFC 6455 §5.4', 'a continuation without a message'),
  'websocket-frame.new-data': violation(
    'either',
    'RFC 6455 §5.4',
    'a new data frame within a fragmented message',
  ),
  'websocket-frame.cut-frame': violation('either', 'RFC 6455 §5.2', 'the connection ends within a frame'),
} as const;
