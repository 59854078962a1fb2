/**
 * The pages that listen. Each is told as fast as it reads: what it has not read stays in the log and nowhere else, so
 * that a page that is slow, or asleep, takes no memory and holds up nobody. If the log has moved on, it gets a snapshot.
 */
import type { ServerResponse } from 'node:http';
import type { LiveLog } from '../../bench/live/log.ts';

export function liveStreams(log: LiveLog, snapshot: () => string): LiveStreams {
  const streams = new Set<Stream>();
  let over = false;

  function give(stream: Stream): void {
    const { response } = stream;
    while (!response.destroyed && !response.writableEnded && !response.writableNeedDrain) {
      const piece = stream.place === null ? null : log.after(stream.place, atOnce);
      if (piece === null) {
        response.write(snapshot());
        stream.place = log.last();
      } else if (piece.text === '') {
        if (over) response.end();
        return;
      } else {
        response.write(piece.text);
        stream.place = piece.place;
      }
    }
  }

  return {
    count: () => streams.size,
    open(response, lastId) {
      const stream: Stream = { response, place: log.placeOf(lastId) };
      streams.add(stream);
      response.on('close', () => streams.delete(stream));
      response.on('error', () => {});
      response.on('drain', () => give(stream));
      response.write(`retry: ${retryMilliseconds}\n\n`);
      give(stream);
    },
    tell() {
      for (const stream of streams) give(stream);
    },
    async end() {
      over = true;
      const gone = [...streams].map(
        ({ response }) => new Promise<void>((resolve) => response.once('close', resolve)),
      );
      for (const stream of streams) give(stream);
      await Promise.all(gone);
    },
  };
}

const atOnce = 256_000;
const retryMilliseconds = 1000;

interface Stream {
  response: ServerResponse;
  /** Up to where it was told; null: of nothing. */
  place: number | null;
}

export interface LiveStreams {
  count(): number;
  /** `lastId`: of the last event that the page has. */
  open(response: ServerResponse, lastId: string | undefined): void;
  /** There is more in the log. */
  tell(): void;
  /** Ends each stream once it was told all; resolves when all are gone. */
  end(): Promise<void>;
}
