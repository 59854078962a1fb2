#!/usr/bin/env node
// Node runs no TypeScript everywhere yet: tsx is registered first, then the command line is started. `read` starts
// from a bundle instead: to register tsx and to load file by file would take longer than most captures do.
const [, , command] = process.argv;
const { start } = (command === 'read' ? await bundled() : null) ?? (await fromSources());
await start(process.argv);

async function bundled() {
  const { compiled } = await import('./compiled.js');
  return compiled();
}

async function fromSources() {
  const { register } = await import('tsx/esm/api');
  register();
  return import('./cli.ts');
}
