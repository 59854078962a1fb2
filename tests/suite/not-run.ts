/** What `npm test` says at its end: which tests were not run, and why. A test that is not run proves nothing. */
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** The names of suites and tests that say why: the outermost of each stands for all within it. */
export function notRun(modules: readonly TestModule[]): string[] {
  return modules.flatMap((module) => {
    const within = (collection: TestModule['children'], path: string[]): string[] =>
      [...collection].flatMap((task) => {
        const here = [...path, task.name];
        const skipped = task.type === 'test' ? task.result().state === 'skipped' : isSkipped(task);
        if (skipped) return [`${module.relativeModuleId}: ${here.join(' > ')}`];
        return task.type === 'suite' ? within(task.children, here) : [];
      });
    return within(module.children, []);
  });
}

const isSkipped = (suite: TestSuite): boolean => suite.options.mode === 'skip';

export default class NotRun implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = notRun(modules);
    if (names.length === 0) return;
    console.log(
      `Not run (REQUIRE_PEERS=1 makes a missing program a failure):\n${names.map((name) => `  ${name}\n`).join('')}`,
    );
  }
}
