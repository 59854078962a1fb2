/** How long a frame of WebSocket takes to be read: small text, which is the most work for its bytes. */
import { webSocketAgreed } from '../../../src/dissect/websocket/websocket.ts';
import type { MessageListener } from '../../../src/model/message.ts';
import { sliceOf } from '../../../src/model/slice.ts';
import { masked, opcode } from '../../suites/websocket/parts.ts';

const frames = 200_000;
const sliceLength = 65_536;

const nothing = (): void => {};
const deaf: MessageListener = {
  ...{ protocol: nothing, begun: nothing, ended: nothing, withdrawn: nothing },
  ...{ control: nothing, fault: nothing },
};

/** In microseconds: the median of five times, of masked frames with 40 bytes of text each, in slices of 64 KiB. */
export function timeFrames(): number {
  const frame = masked(opcode.text, 'x'.repeat(40));
  const bytes = Buffer.concat(Array<Buffer>(frames).fill(frame));
  const times = Array.from({ length: 5 }, () => {
    const { bytes: read } = webSocketAgreed({})(1, deaf);
    const start = performance.now();
    for (let at = 0, seq = 1; at < bytes.length; at += sliceLength, seq++) {
      read('c2s', sliceOf(bytes.subarray(at, at + sliceLength)), { seq, at: seq });
    }
    return ((performance.now() - start) * 1000) / frames;
  });
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}
