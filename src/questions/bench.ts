/** What a question is asked with: one subject between whose two ends the tap is, and the means to force an order. */
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
  /** Resolves when this does, at the latest after so many milliseconds. */
  atMost(milliseconds: number, over: Promise<unknown>): Promise<void>;
}
