/** The names that results give to the ways in which a request came to have no answer, or an answer no end. */
import { closings } from './new-connections.ts';

/** Of requests that came too late for their connection. */
export const tooLate = {
  FIN: "sent after the server's FIN",
  RST: "sent after the server's RST",
  goaway: "sent after the server's GOAWAY",
  lastAnswer: 'sent after an answer that ends the connection',
} as const;

/** Of one stream of HTTP/2, RFC 9113 §5.4.2, §6.8 and §8.7. */
export const streamLosses = {
  refused: 'refused by the server',
  above: "above the last stream of the server's GOAWAY",
  server: 'stream reset by the server before the answer',
  client: 'stream reset by the client before the answer',
} as const;

/** Of answers that have a beginning and no end. */
export const streamHalves = {
  server: 'stream reset by the server within the answer',
  client: 'stream reset by the client within the answer',
} as const;

type Values<Of> = Of extends unknown ? Of[keyof Of] : never;
type Moments = Values<Values<typeof closings>>;

/** Of each side, closed and reset. */
const moments: readonly Moments[] = [
  closings.server.FIN,
  closings.server.RST,
  closings.client.FIN,
  closings.client.RST,
];

export type LossName = Moments['before the answer'] | Values<typeof tooLate> | Values<typeof streamLosses>;
export type HalfName = Moments['within the answer'] | Values<typeof streamHalves>;

export const lossNames: readonly LossName[] = [
  ...moments.map((those) => those['before the answer']),
  ...Object.values(tooLate),
  ...Object.values(streamLosses),
];
export const halfNames: readonly HalfName[] = [
  ...moments.map((those) => those['within the answer']),
  ...Object.values(streamHalves),
];
