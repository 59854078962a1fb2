#!/usr/bin/env node
// Node runs no TypeScript everywhere yet: tsx is registered first, then the command line is started.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv);
