// How a bundle loads labs. What goes wrong in a lab is told with the lines of its source; maps of all that is loaded later
// would cost as much as they are worth, so they are asked for only while labs are loaded, and when something is told.
import { pathToFileURL } from 'node:url';
import { registerTsx } from './tsx.js';

let loading = 0;
process.on('uncaughtExceptionMonitor', () => process.setSourceMapsEnabled(true));

/** Loads a lab of the bundle, or whatever else has maps. */
export async function withMaps(load) {
  loading += 1;
  process.setSourceMapsEnabled(true);
  try {
    return await load();
  } finally {
    loading -= 1;
    process.setSourceMapsEnabled(loading > 0);
  }
}

let registered;

/** A lab that is in no bundle: tsx runs it as it is. */
export const importLabFile = (file) =>
  withMaps(async () => {
    registered ??= registerTsx();
    await registered;
    return import(pathToFileURL(file).href);
  });
