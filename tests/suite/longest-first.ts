/** The order of the files: what takes long is begun first, so that in the end no core waits for another. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Names of projects in `vitest.config.ts`. */
const order = ['peers', 'long', 'running', 'replacing', 'computing'];

export class LongestFirst extends BaseSequencer {
  /** Within a project as Vitest does it: by how long each took the last time or, in a new clone, by its size. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => order.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
