/** What reads a connection that HTTP/1.x has given way on, and the streams of HTTP/2 that are tunnels. */
import type { Dissect, UpgradeRequest, UpgradeTo } from './dissector.ts';
import { http2 } from './http2/http2.ts';
import { opaque, withinTunnel } from './opaque/opaque.ts';
import { webSocketOnStream } from './websocket/stream.ts';
import { webSocketAgreed } from './websocket/websocket.ts';

/**
 * What follows a 101 to a protocol that is known here. A tunnel may carry anything: what is not known in it is opaque,
 * and has no lines either, because the messages before it must stay.
 */
export const upgradeTo =
  (tunnel: Dissect, unknown: Dissect): UpgradeTo =>
  ({ protocol, extensions, request }) => {
    if (protocol === null) return tunnel;
    if (protocol === 'websocket') return webSocketAgreed({ extensions });
    return protocol === 'h2c' ? h2After(request) : unknown;
  };

const h2After =
  (upgraded?: UpgradeRequest): Dissect =>
  (connection, listener, counts) =>
    http2(connection, listener, counts, { tunnelTo, upgraded });

/** A connection that begins as HTTP/2. */
export const h2 = h2After();

const tunnelTo: typeof webSocketOnStream = (request, extensions) =>
  webSocketOnStream(request, extensions) ?? withinTunnel(opaque);
