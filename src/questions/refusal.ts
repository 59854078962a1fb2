/** Who is the cause when an exchange did not travel where it was asked to: from the fields and ends on the wire. */
import { hasOption } from '../model/field.ts';
import type { LabDescription } from '../model/result.ts';
import type { Cause } from '../model/verdict.ts';
import type { Exchange } from './exchanges.ts';

type About = Pick<LabDescription, 'client'>;

/** The client that spoke: a library, or the bench's own. */
export const clientOf = (about: About): Cause => (about.client === 'library' ? 'client' : 'bench');

/** Why the exchange after this one could not use, or did not use, the same connection. RFC 9112 §9.3, §9.6. */
export function elsewhere(
  { line, request, response }: Exchange,
  about: About,
): { cause: Cause; why: string } {
  const asked = request.http?.connection;
  const answered = response.http?.connection;
  const rules: [when: boolean, cause: Cause, why: string][] = [
    [hasOption(asked, 'close'), clientOf(about), 'the client asked to close'],
    [hasOption(answered, 'close'), 'server', 'the server announced to close'],
    [
      response.http?.persistent === false && hasOption(asked, 'keep-alive'),
      'server',
      'the server did not agree to keep the connection',
    ],
    [
      response.http?.persistent === false,
      'protocol',
      'without keep-alive an HTTP/1.0 connection ends with the answer',
    ],
    [
      line.ends.some(({ direction }) => direction === 's2c'),
      'server',
      'the server ended a connection that it could have kept',
    ],
    [true, clientOf(about), 'the client chose another connection'],
  ];
  const [, cause, why] = rules.find(([when]) => when) ?? [true, clientOf(about), ''];
  return { cause, why };
}

/** Why a client did not send a second request before the first was answered. */
export function withheld({ line }: Exchange, about: About): { cause: Cause; why: string } {
  const one = line.controls.some(
    ({ direction, what, detail }) =>
      direction === 's2c' && what === 'SETTINGS' && detail.MAX_CONCURRENT_STREAMS === 1,
  );
  return one
    ? { cause: 'server', why: 'the server allows one stream at a time' }
    : { cause: clientOf(about), why: 'the client sends it only after the first answer' };
}
