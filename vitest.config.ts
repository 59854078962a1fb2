/** Limits are there so that nothing hangs; they are wide, because a loaded machine is not a defect. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is printed is compared, whatever language the machine speaks.
    env: { LC_ALL: 'C.UTF-8' },
  },
});
