/** Every attack, in the order in which they are made. */
import type { Attack } from './attack-kind.ts';
import { floods } from './on-observe/floods.ts';
import { many } from './on-observe/many.ts';
import { servers } from './on-probe/probing.ts';

export const attacks: readonly Attack[] = [...many, ...floods, ...servers];
