/**
 * Everything that is opened is closed again in reverse order, whatever happened in between: no question leaves
 * a socket, a server or a thread behind. (Node 20 has no AsyncDisposableStack.) A question that was given up may
 * still open something after its scope has closed: that is closed at once.
 */
export interface Scope {
  /** Runs `close` when the scope closes, before everything deferred earlier. */
  defer(close: () => unknown): void;
  /** Closes in reverse order, each to its end; later calls wait for the same. Never throws: there is no one to tell. */
  close(): Promise<void>;
}

export function openScope(): Scope {
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch {
        // What is being closed may have failed already; the next one must still be closed.
      }
    }
  };
  return {
    defer(close) {
      closers.push(close);
      if (closing) closing = closing.then(closeAll);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
