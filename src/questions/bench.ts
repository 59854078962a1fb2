/** What a question is asked with: one subject between whose two ends the tap is, and the means to force an order. */

import type { Forced } from '../subjects/at-once.ts';
import type { Script } from '../subjects/script.ts';
import type { Stage, Tap } from '../subjects/stage.ts';
import type { BareClient, Client, HttpSubject, Origin, ServerConnection } from '../subjects/subject.ts';

export interface Bench extends Pick<Stage, 'trace' | 'mark' | 'gate' | 'seen'>, Pick<Tap, 'withhold'> {
  subject: HttpSubject;
  script: Script;
  origin: Origin;
  /** The subject's ordinary client. */
  client: Client;
  /** A further client, told apart from all others; see `HttpSubject.bare`. */
  bare(): Promise<BareClient>;
  /** The connection that was opened last, if nobody has ended it yet. */
  openConnection(): Promise<{ connection: number; atServer: ServerConnection | undefined } | null>;
  /** Lets both ends speak, and the tap withhold what they say until a part of each direction has come; see `subjects/at-once.ts`. */
  atOnce(speak: (released: () => Promise<void>) => unknown, forced: Forced): Promise<void>;
  /** Resolves when this does, at the latest after so many milliseconds. */
  atMost(milliseconds: number, over: Promise<unknown>): Promise<void>;
}
