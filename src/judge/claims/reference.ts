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
        'simplex.calibrated',
      ],
      [() => true, 'not calibrated', 'simplex.misjudged'],
    ],
  },
  {
    id: 'half-duplex',
    claim: 'Half-duplex: both directions, one at a time: switched simplex (walkie-talkie).',
    rules: [
      [
        (w) =>
          w.mode('reference-walkie-talkie', 'ordinary', 'wire') === 'half-duplex' &&
          w.facts('reference-walkie-talkie', 'push-to-talk').turnarounds > 1 &&
          w.answer('reference-walkie-talkie', 'crossing') === 'no',
        'calibrated',
        'half-duplex.calibrated',
      ],
      [() => true, 'not calibrated', 'half-duplex.misjudged'],
    ],
  },
  {
    id: 'full-duplex',
    claim: 'Full-duplex: both at the same time (telephone).',
    rules: [
      [
        (w) =>
          w.mode('reference-telephone', 'ordinary', 'wire') === 'full-duplex' &&
          w.answer('reference-telephone', 'crossing') === 'yes',
        'calibrated',
        'full-duplex.calibrated',
      ],
      [() => true, 'not calibrated', 'full-duplex.misjudged'],
    ],
  },
];
