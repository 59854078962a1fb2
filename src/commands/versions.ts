/** What `--version` prints: enough to tell whose results these are. */
import { resultSchema } from '../model/result.ts';
import { toolVersion } from './output/environment.ts';

export const versions = (): string =>
  [`http-version-lab ${toolVersion()}`, `schema ${resultSchema}`, `Node ${process.versions.node}`].join('\n');
