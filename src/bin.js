#!/usr/bin/env node
// Starts the command line from a bundle: to register tsx, which Node needs to run TypeScript everywhere, and to load file
// by file takes several times as long. Where there is no bundle, and none can be made, that is done after all.
import { compiled } from './bundle/compiled.js';
import { registerTsx } from './bundle/tsx.js';

const { start } = (await compiled()) ?? (await fromSources());
await start(process.argv);

async function fromSources() {
  await registerTsx();
  return import('./cli.ts');
}
