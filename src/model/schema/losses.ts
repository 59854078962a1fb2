/** What was lost, and what changed what may be sent, as JSON Schema. */
import { described, exactly, number, oneOf, orNull, text, whole } from './build.ts';

export const loss = exactly(
  {
    connection: whole,
    exchange: described('Its ordinal on the connection.', whole),
    method: text,
    target: described('Its first 200 characters, as on the wire.', text),
    how: text,
    again: described(
      'Where its client asked for the same again, and how much later, in milliseconds.',
      orNull(exactly({ connection: whole, exchange: whole, milliseconds: number })),
    ),
    repeat: described(
      'Whether it may be asked again without harm.',
      oneOf('idempotent', 'not-acted-on', 'perhaps-acted-on'),
    ),
  },
  {
    stream: whole,
    error: described('Of RST_STREAM.', whole),
    late: described('How long after what had made it too late, in milliseconds.', number),
    content: described('Bytes of half an answer.', exactly({ came: whole, missing: orNull(whole) })),
  },
);

const signalOf = (what: string, more: Record<string, object>, said: Record<string, object> = {}): object =>
  exactly(
    {
      what: { const: what },
      by: oneOf('client', 'server'),
      connection: whole,
      exchanges: described('How many had begun on the connection.', whole),
      milliseconds: described('Since the record began.', number),
      ...more,
    },
    said,
  );

export const signal = {
  anyOf: [
    signalOf('GOAWAY', { lastStream: whole, error: whole }),
    signalOf('RST_STREAM', { stream: whole, error: whole }),
    signalOf('limit-of-streams', { most: whole }),
    signalOf('upgrade-refused', { to: text, status: whole }, { said: text }),
  ],
};
