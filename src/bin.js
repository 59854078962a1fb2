#!/usr/bin/env node
// Node runs no TypeScript everywhere yet: tsx is registered first, then the command line is started.
import { register } from 'tsx/esm/api';

register();
const { start } = await import('./cli.ts');
await start(process.argv);
