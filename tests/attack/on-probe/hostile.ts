/** A server that is broken or means harm, and how `probe` ends that is pointed at it. */

export interface Hostile {
  serve(): Promise<number>;
  scheme?: 'http' | 'https';
  http?: '1.1' | '2';
  /** By default 1: not everything could be asked. */
  code?: 0 | 1 | 2;
}
