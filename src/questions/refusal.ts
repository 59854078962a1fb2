/** Who is the cause when an exchange did not travel where it was asked to: from the fields and ends on the wire. */
import { hasOption } from '../model/field.ts';
import { type PlainReasonId, type Reason, reason } from '../model/reason.ts';
import type { LabDescription } from '../model/result.ts';
import type { Cause } from '../model/verdict.ts';
import type { Exchange } from './exchanges.ts';

type About = Pick<LabDescription, 'client'>;

/** The client that spoke: a library, or the bench's own. */
export const clientOf = (about: About): Cause => (about.client === 'library' ? 'client' : 'bench');

/** Why the exchange after this one could not use, or did not use, the same connection. RFC 9112 §9.3, §9.6. */
export function elsewhere(
  { connection, request, response }: Exchange,
  about: About,
): { cause: Cause; why: Reason } {
  const asked = request.http?.connection;
  const answered = response.http?.connection;
  const otherwise = [true, clientOf(about), 'refusal.client-chose-another'] as const;
  const rules: [when: boolean, cause: Cause, why: PlainReasonId][] = [
    [hasOption(asked, 'close'), clientOf(about), 'refusal.client-asked-to-close'],
    [hasOption(answered, 'close'), 'server', 'refusal.server-announced-to-close'],
    [response.http?.persistent === false && hasOption(asked, 'keep-alive'), 'server', 'refusal.not-agreed'],
    [response.http?.persistent === false, 'protocol', 'refusal.no-keep-alive'],
    [connection.ends.some(({ direction }) => direction === 's2c'), 'server', 'refusal.server-ended'],
  ];
  const [, cause, why] = rules.find(([when]) => when) ?? otherwise;
  return { cause, why: reason(why) };
}

/** Why a client did not send a second request before the first was answered. */
export function withheld({ connection }: Exchange, about: About): { cause: Cause; why: Reason } {
  const one = connection.controls.some(
    ({ direction, what, detail }) =>
      direction === 's2c' && what === 'SETTINGS' && detail.MAX_CONCURRENT_STREAMS === 1,
  );
  return one
    ? { cause: 'server', why: reason('refusal.one-stream') }
    : { cause: clientOf(about), why: reason('refusal.after-first-answer') };
}
