/** Which of several programs are here, and in which version. */
import { spawnSync } from 'node:child_process';

export interface Program {
  program: string;
  /** Arguments with which it succeeds at once; most say their version then. */
  proof: string[];
}

/** Null where it is not here or cannot be used; empty where it says no version. */
export function versionOf({ program, proof }: Program): string | null {
  const { status, stdout, stderr } = spawnSync(program, proof, { encoding: 'utf8' });
  if (status !== 0) return null;
  const [version = ''] = /\d+(?:\.\d+)+/.exec(stdout + stderr) ?? [];
  return version;
}

export interface Found<Kind> {
  kind: Kind;
  version: string;
}

/** Those that are here, in their order, and the names of the others. */
export function sorted<Kind extends Program & { name: string }>(
  kinds: readonly Kind[],
): { here: Found<Kind>[]; missing: string[] } {
  const all = kinds.map((kind) => ({ kind, version: versionOf(kind) }));
  return {
    here: all.flatMap(({ kind, version }) => (version === null ? [] : [{ kind, version }])),
    missing: all.flatMap(({ kind, version }) => (version === null ? [kind.name] : [])),
  };
}

/** 'nginx 1.22.1', each once, by the name that it has there. */
export const versionsOf = <Kind>(here: readonly Found<Kind>[], nameOf: (kind: Kind) => string): string[] => [
  ...new Set(here.map(({ kind, version }) => `${nameOf(kind)} ${version}`.trim())),
];
