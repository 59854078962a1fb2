/** What a result says of where it was made: enough to compare two, and nothing of the machine's own. */
import { createRequire } from 'node:module';
import type { ResultFile } from '../../model/result.ts';

const require = createRequire(import.meta.url);

const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;

export function environment(): ResultFile['environment'] {
  return {
    tool: toolVersion(),
    node: process.versions.node,
    undici: versionOf('undici'),
    fastify: versionOf('fastify'),
    platform: `${process.platform} ${process.arch}`,
  };
}

export const toolVersion = (): string => versionOf('../../..');
