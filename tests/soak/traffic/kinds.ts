/** All kinds of clients, and the one that comes last: when it is answered, all that came before have been accepted. */
import { libraryKinds } from './libraries.ts';
import { short, socketKinds } from './sockets.ts';
import type { Kind } from './tally.ts';

export const kinds: readonly Kind[] = [...socketKinds, ...libraryKinds];
export const barrier: Kind = short;
