/** Everything that takes what others wrote. */
import { commandLine } from './arguments.ts';
import { dissectors } from './dialogues.ts';
import { captures, traces } from './files.ts';
import { floods } from './floods.ts';
import type { Target } from './target.ts';

export const targets: readonly Target[] = [dissectors, captures, traces, floods, commandLine] as Target[];
