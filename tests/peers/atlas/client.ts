/** A client of the atlas, and the arguments with which it asks. */
import type { Program } from './installed.ts';

export interface ClientKind extends Program {
  name: string;
  speaks: '1.1' | '2';
  /** Where it is not run by itself: what runs it. */
  runBy?: string;
  /** Arguments with which it asks for these URLs, one after another. */
  inTurn?(urls: string[]): string[];
  atOnce?(urls: string[]): string[];
  /** For the second when so many seconds have passed since it had the first. */
  afterIdle?(urls: string[], seconds: number): string[];
  /** Sends that file to the first. */
  uploads?(urls: string[], file: string): string[];
  /** As `inTurn`, and would change to another protocol. */
  upgrades?(urls: string[]): string[];
}
