/** HTTP/2, sentence by sentence: what RFC 9113 demands of the ends of a connection. */
import { detect } from '../../../src/dissect/detect.ts';
import type { Suite } from '../suite.ts';
import { beginnings, headerBlocks } from './beginnings.ts';
import { content } from './content.ts';
import { fieldsOfAll } from './fields.ts';
import { flow, limits } from './flow.ts';
import { frames } from './frames.ts';
import { pseudoFields } from './pseudo-fields.ts';
import { pushes } from './pushes.ts';
import { resets, states } from './streams.ts';
import { upgrades } from './upgrade.ts';

export const http2: Suite = {
  name: 'HTTP/2',
  dissect: detect,
  cases: [
    ...beginnings,
    ...headerBlocks,
    ...frames,
    ...states,
    ...resets,
    ...flow,
    ...limits,
    ...pushes,
    ...fieldsOfAll,
    ...pseudoFields,
    ...content,
    ...upgrades,
  ],
};
