/** Scripts of WebSocket frames and what is read of them. */
import { describe, expect, it } from 'vitest';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import { webSocketAgreed } from '../../../src/dissect/websocket/websocket.ts';
import { byteByByte, type Cut, whole } from '../http2/replay.ts';
import { type Step, sends } from '../steps.ts';
import { replay } from './replay.ts';

export const speak = (extensions?: string): Dissect => webSocketAgreed({ extensions });

export interface Case {
  name: string;
  script: Step[];
  extensions?: string;
  messages?: string[];
  controls?: string[];
  faults?: string[];
}

export const hello = '81 05 48656c6c6f';
export const maskedHello = '81 85 37fa213d 7f9f4d5158';
export const zeros = (length: number): string => '00'.repeat(length);
export const wholeHello = (from: number): string =>
  `s2c 1 text "Hello" ${from}..${from + 7}, bytes 7, content 5, frames 1, websocket FIN`;

export const cuts: [string, Cut][] = [
  ['whole', whole],
  ['byte by byte', byteByByte],
];

/** Replays each script, and once more with a pong behind it, however the bytes are cut. */
export function readsAll(cases: Case[]): void {
  describe.each(cuts)('bytes that come %s', (_, cut) => {
    it.each(cases)('$name', ({ script, extensions, messages = [], controls = [], faults = [] }) => {
      const found = replay(speak(extensions), script, cut);
      expect(found).toMatchObject({ protocols: ['WebSocket'], messages, controls, faults });
      expect(found.pending).toEqual({ c2s: Infinity, s2c: Infinity });
    });

    it.each(cases)('$name, with a pong behind', ({ script, extensions, messages = [], faults = [] }) => {
      const tailed = script.map((step): Step => {
        if (step.what !== 'bytes') return step;
        const tail = step.direction === 'c2s' ? '8a80aabbccdd' : '8a00';
        return sends(step.direction, Buffer.concat([step.bytes, Buffer.from(tail, 'hex')]));
      });
      expect(replay(speak(extensions), tailed, cut)).toMatchObject({ messages, faults });
    });
  });
}
