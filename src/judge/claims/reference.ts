/** The three reference channels: built to their definitions, so they test the instrument and not the definitions. */
import type { ClaimRow } from './row.ts';

export const referenceClaims: readonly ClaimRow[] = [
  {
    id: 'simplex',
    claim: 'Simplex: data in one direction only (television).',
    rules: [
      [
        (w) => w.mode('reference-television', 'ordinary', 'wire') === 'simplex',
        'calibrated',
        'one-way datagrams are judged simplex on the wire',
      ],
      [() => true, 'not calibrated', 'one-way datagrams are not judged simplex on the wire'],
    ],
  },
  {
    id: 'half-duplex',
    claim: 'Half-duplex: both directions, one at a time: switched simplex (walkie-talkie).',
    rules: [
      [
        (w) =>
          w.mode('reference-walkie-talkie', 'ordinary', 'wire') === 'half-duplex' &&
          w.facts('reference-walkie-talkie', 'push-to-talk').turnarounds > 1,
        'calibrated',
        'push-to-talk is judged half-duplex on the wire, and its direction changes more than once',
      ],
      [
        () => true,
        'not calibrated',
        'push-to-talk is not judged half-duplex, or its direction does not change',
      ],
    ],
  },
  {
    id: 'full-duplex',
    claim: 'Full-duplex: both at the same time (telephone).',
    rules: [
      [
        (w) => w.mode('reference-telephone', 'ordinary', 'wire') === 'full-duplex',
        'calibrated',
        'two who talk at once are judged full-duplex on the wire',
      ],
      [() => true, 'not calibrated', 'two who talk at once are not judged full-duplex on the wire'],
    ],
  },
];
