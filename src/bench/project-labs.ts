/** The project's labs: every file in labs/, by its name. In a bundle another module has the place of this one: src/bundle/stand-ins.ts. */
import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../../labs/', import.meta.url));

export type LabModules = ReadonlyMap<string, () => Promise<unknown>>;

export async function projectLabs(): Promise<LabModules> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const ids = files.map((name) => basename(name, '.ts')).sort();
  return new Map(ids.map((id) => [id, () => importLabFile(resolve(folder, `${id}.ts`))]));
}

/** What loaded this file, which is TypeScript, loads that one, too. */
export const importLabFile = (file: string): Promise<unknown> => import(pathToFileURL(file).href);
