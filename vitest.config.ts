/** Limits are there so that nothing hangs; they are wide, because a loaded machine is not a defect. */
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/suite/longest-first.ts';

const everything = ['tests/**/*.test.ts'];

/** They only compute, so they share one process and what it has loaded; but for those that put something in a module's place. */
const computing = ['assess', 'capture', 'dissect', 'judge', 'measure', 'model', 'questions', 'report'].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
);
const replacing = ['tests/dissect/http1/state.test.ts'];

/** Many runs, much traffic, every program and paper: minutes. `npm run test:fast` leaves them out. */
const long = [
  'tests/labs/same-results.test.ts',
  'tests/wire/tap-load.test.ts',
  'tests/papers/**/*.test.ts',
  'tests/bundle/**/*.test.ts',
  'tests/commands/output/**/*.test.ts',
  'tests/commands/observe/hostile.test.ts',
  'tests/commands/observe/page.test.ts',
  'tests/commands/probe/hostile.test.ts',
  'tests/commands/read/growth.test.ts',
  'tests/commands/through.test.ts',
];
const peers = ['tests/peers/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is printed is compared, whatever language the machine speaks.
    env: { LC_ALL: 'C.UTF-8' },
    // The main process has little to do, and most tests wait for something.
    maxWorkers: '100%',
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
        test: { name: 'computing', include: computing, exclude: replacing, isolate: false },
      },
    ],
  },
});
