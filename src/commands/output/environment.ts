/** What a result says of where it was made: enough to compare two, and nothing of the machine's own. */
import { createRequire } from 'node:module';
import type { ResultFile } from '../../model/result.ts';

export function environment(): ResultFile['environment'] {
  const require = createRequire(import.meta.url);
  const version = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  return {
    node: process.versions.node,
    undici: version('undici'),
    fastify: version('fastify'),
    platform: `${process.platform} ${process.arch}`,
  };
}
