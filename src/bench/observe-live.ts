/**
 * The tap between a client and a server that are both somebody else's, until it is told to stop. The server is not
 * disturbed by a connection of our own, except with TLS, where its choice of protocol must be learnt first.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deferred } from '../model/deferred.ts';
import type { OpenEvent, TraceEvent } from '../model/trace.ts';
import type { Target } from '../subjects/target.ts';
import { certificateFor } from '../wire/certificate.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { openScope } from '../wire/scope.ts';
import { openTap, type Tap } from '../wire/tap.ts';
import { serverName } from '../wire/tls.ts';

export interface LiveOptions {
  to: Target;
  at: { host?: string; port?: number };
  /** Take TLS from clients, and speak it to the server. */
  tls: boolean;
  /** PEM: what clients are shown, instead of a certificate for the occasion. */
  own?: { cert: string; key: string };
  listener: (event: TraceEvent) => void;
  /** As of the tap. */
  onReached: (connection: number) => void;
}

export interface LiveTap {
  /** Where clients connect. */
  address: Tap['address'];
  /** Resolves when no connection that was made so far is open any more. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** The server cannot be reached, or does not speak TLS. */
export class Unreachable extends Error {}

/** Rejects with Unreachable, or with the system's error if the address cannot be listened on. */
export async function openLiveTap({ to, at, tls, own, listener, onReached }: LiveOptions): Promise<LiveTap> {
  let accepted = 0;
  let closed = 0;
  let becameQuiet = deferred();
  const control = new Set<number>();
  const shared = createRecorder((event) => {
    if (event.type === 'open' && event.control) control.add(event.connection);
    else if (event.type === 'close' && !control.has(event.connection)) closed += 1;
    try {
      listener(event);
    } finally {
      if (closed === accepted) becameQuiet.resolve();
    }
  });
  const secured = tls
    ? {
        tls: { ...serverName(to.host), alpn: [] },
        terminate: { ...(own ?? (await certificateFor(to.host))), alpn: await learnProtocol(to, shared) },
      }
    : {};
  const tap = await openTap({
    to,
    at,
    ...secured,
    listener: () => {},
    recorder: shared,
    onAccepted: () => {
      accepted += 1;
    },
    onReached,
    ...mostClients(),
  });
  return {
    address: tap.address,
    async quiet() {
      // What the kernel has accepted by now is there after a turn of the event loop.
      for (let turn = 0; turn < 2; turn++) await nextTurn();
      if (closed === accepted) return;
      becameQuiet = deferred();
      await becameQuiet.promise;
    },
    close: () => tap.close(),
  };
}

/** Two descriptors for each, and some for all else. Nothing where the system sets no limit. */
function mostClients(): { most?: number } {
  const descriptors = descriptorLimit();
  return descriptors === null ? {} : { most: Math.max(1, Math.floor((descriptors - reserved) / 2)) };
}

const reserved = 64;

/** How many files this process may have open; null where there is no limit. */
export function descriptorLimit(): number | null {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : null;
}

/** What the server chooses by ALPN (RFC 7301) where it may: one connection of our own, recorded as control. */
async function learnProtocol(to: Target, shared: Recorder): Promise<string | false> {
  const learnt = deferred<OpenEvent>();
  learnt.promise.catch(() => {}); // Awaited below, once a client has called.
  let open: OpenEvent | null = null;
  const scope = openScope();
  try {
    const tap = await openTap({
      to,
      tls: { ...serverName(to.host), alpn: ['h2', 'http/1.1'] },
      listener: () => {},
      recorder: {
        latest: shared.latest,
        connection: shared.connection,
        client: shared.client,
        record(event) {
          const placed = shared.record(event);
          if (placed.type === 'open') open = placed;
          if (placed.type === 'error') learnt.reject(new Unreachable(placed.code));
          else if (open?.tls) learnt.resolve(open);
          return placed;
        },
      },
    });
    scope.defer(() => tap.close());
    const client = connect(tap.control);
    scope.defer(() => client.destroy());
    client.on('error', () => {});
    await once(client, 'connect').catch(() => {});
    return (await learnt.promise).tls?.alpn ?? false;
  } finally {
    await scope.close();
  }
}
