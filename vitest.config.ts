/** Limits are there so that nothing hangs; they are wide, because a loaded machine is not a defect. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/suite/longest-first.ts';

const everything = ['tests/**/*.test.ts'];

/** They only compute, so they share one process and what it has loaded; but for those that put something in a module's place. */
const computing = [
  'assess',
  'capture',
  'dissect',
  'judge',
  'measure',
  'model',
  'questions',
  'report',
  'suites',
].map((folder) => `tests/${folder}/**/*.test.ts`);
const replacing = ['tests/dissect/http1/state.test.ts'];

/** Many runs, much traffic, or many programs that are started: minutes. `npm run test:fast` leaves them out. */
const long = [
  'tests/labs/same-results.test.ts',
  'tests/wire/tap-load.test.ts',
  'tests/{bundle,papers}/**/*.test.ts',
  'tests/capture/**/{damage.property,proportion}.test.ts',
  'tests/dissect/http2/limits.test.ts',
  'tests/bench/limit.test.ts',
  'tests/{attack,soak}/**/*.test.ts',
  'tests/commands/{completion,observe,output,read,through}/**/*.test.ts',
  'tests/commands/probe/hostile/**/*.test.ts',
  'tests/commands/{failing-ends,interrupted,pipes,usage}.test.ts',
];
const peers = ['tests/peers/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is polled for has as long; a second is less than a loaded machine may stand still.
    expect: { poll: { timeout: 30_000 } },
    // What is printed is compared, whatever language the machine speaks.
    env: { LC_ALL: 'C.UTF-8' },
    // The main process has little to do, and most tests wait for something: for the grace, for programs that start.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    reporters: ['default', './tests/suite/not-run.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'peers', include: peers } },
      { extends: true, test: { name: 'long', include: long } },
      {
        extends: true,
        test: { name: 'running', include: everything, exclude: [...peers, ...long, ...computing] },
      },
      { extends: true, test: { name: 'replacing', include: replacing } },
      {
        extends: true,
        test: { name: 'computing', include: computing, exclude: [...replacing, ...long], isolate: false },
      },
    ],
  },
});
