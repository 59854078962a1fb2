/** Everything that is said in Chinese. */
import type { Templates } from '../say.ts';

export const zh: Templates = {};
