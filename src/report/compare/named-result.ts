/** A result that is compared, and what it is called where they are told apart. */
import type { ComparableFile } from '../../model/result.ts';

export interface NamedResult {
  name: string;
  file: ComparableFile;
}
