/**
 * Everything that is opened is closed again in reverse order, whatever happened in between: no question leaves
 * a socket, a server or a thread behind. (Node 20 has no AsyncDisposableStack.)
 */
export interface Scope {
  /** Runs `close` when the scope closes, before everything deferred earlier. */
  defer(close: () => unknown): void;
  /** Closes in reverse order, each to its end. Later calls do nothing. Never throws: closing has no one to tell. */
  close(): Promise<void>;
}

export function openScope(): Scope {
  const closers: (() => unknown)[] = [];
  return {
    defer(close) {
      closers.push(close);
    },
    async close() {
      for (let close = closers.pop(); close; close = closers.pop()) {
        try {
          await close();
        } catch {
          // What is being closed may have failed already; the next one must still be closed.
        }
      }
    },
  };
}
