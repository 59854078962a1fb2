/**
 * Is loaded before a program of Node's: as that ends, what the kernel says of it is written to the file that the address
 * of this module names. Nothing is written where the kernel does not say it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const said = '/proc/self/status';
const to = new URL(import.meta.url).searchParams.get('to');

process.on('exit', () => {
  if (existsSync(said)) writeFileSync(to, readFileSync(said));
});
