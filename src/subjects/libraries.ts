/**
 * The libraries on the bench. Most of the time that a command needs to start would be theirs, so each is loaded only
 * where something is put on the bench that needs it: to list the labs takes none of them.
 */
import { createRequire } from 'node:module';
import type { Library, Subject } from './subject.ts';

const load = createRequire(import.meta.url);

export type Undici = typeof import('undici');

export const loadFastify = () => load('fastify') as typeof import('fastify');

export const loadUndici = () => load('undici') as Undici;

export const loadWs = () => load('ws') as typeof import('ws');

const loaders: Record<Library, () => unknown> = { fastify: loadFastify, undici: loadUndici, ws: loadWs };

/**
 * Loads what these subjects need, before any of them is asked anything: it may take a tenth of a second, in which no
 * timer and no socket is looked at, and an idle connection could pass its time unnoticed.
 */
export function loadLibraries(subjects: Iterable<Pick<Subject, 'libraries'>>): void {
  for (const { libraries = [] } of subjects) for (const library of libraries) loaders[library]();
}
