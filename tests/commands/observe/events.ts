/** Reads the live page's stream of events as a browser does, and folds it as the page does. */
import { get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { fold, type LiveState, nothingYet } from '../../../src/report/page/live/fold.ts';
import type { LiveEvent } from '../../../src/report/page/live/shapes.ts';

export interface Stream {
  state: LiveState;
  events: { id: string; event: LiveEvent }[];
  /** All that came, as it came. */
  text(): string;
  /** Resolves once it holds; rejects if the stream ends before. */
  until(holds: (state: LiveState) => boolean): Promise<void>;
  /** Hangs up. */
  leave(): void;
  ended: Promise<void>;
}

/** `lastId`: what a page sends that comes back. */
export async function listen(url: string, lastId?: string, state = nothingYet()): Promise<Stream> {
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(new URL('/events', url), { headers, agent: false }, resolve).on('error', reject);
    onTestFinished(() => {
      request.destroy();
    });
  });
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  const events: Stream['events'] = [];
  let text = '';
  let rest = '';
  let changed = () => {};
  response.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const parts = /^id: (.*)\ndata: (.*)$/.exec(block);
      if (parts === null) continue;
      const event = JSON.parse(parts[2] ?? '') as LiveEvent;
      events.push({ id: parts[1] ?? '', event });
      fold(state, event);
    }
    changed();
  });
  response.on('error', () => {});
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  return {
    state,
    events,
    text: () => text,
    until: (holds) =>
      new Promise((resolve, reject) => {
        changed = () => {
          if (holds(state)) resolve();
        };
        ended.then(() => reject(new Error(`the stream ended: ${text.slice(-300)}`)));
        changed();
      }),
    leave: () => response.destroy(),
    ended,
  };
}

/** From what `observe` says at its start. */
export function pageOf({ stderr }: { stderr(): string }): string {
  const url = /the page is at (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(stderr())?.[1];
  if (url === undefined) throw new Error(stderr());
  return url;
}
