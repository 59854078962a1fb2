/**
 * `npm pack` calls this: the sources as JavaScript, their types, and nothing that must be made where the package is
 * installed. `dist/` is read there only; a checkout has its sources.
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

await rm(join(project, 'dist'), { recursive: true, force: true });
await bundle(join(project, 'dist'), ['cli', 'index'], { maps: false });
execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '--project', join(project, 'src/bundle')], {
  stdio: ['ignore', process.stderr, 'inherit'],
});
