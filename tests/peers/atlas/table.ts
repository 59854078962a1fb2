/** What an atlas of one sort is. */
import type { LabResult } from '../../../src/model/result.ts';

/** A table, and the results that its rows were taken from. */
export interface Atlas {
  /** Heads, and how many columns a cell may take. */
  columns: [head: string, widest: number][];
  rows: string[][];
  results: LabResult[];
  /** 'nginx 1.22.1', each once. */
  versions: string[];
  missing: string[];
}

export interface AtlasOptions {
  /** Seconds for which an idle connection is watched. */
  idle: number;
  /** How many requests are tried on one connection. */
  limit: number;
}
