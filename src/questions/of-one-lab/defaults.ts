/** Do servers that nobody has configured advertise different keep-alive times? RFC 9112 §9.5 leaves the time to them. */
import { inconclusive, no, type Question, yes } from '../question.ts';

export const defaults: Question = {
  id: 'defaults',
  asks: 'do servers that nobody has configured advertise different keep-alive times?',
  rfc: 'RFC 9112 §9.5',
  finding({ connections }) {
    const responses = connections.flatMap(({ messages }) =>
      messages.filter(({ kind }) => kind === 'response').slice(0, 1),
    );
    const times = responses.map(({ http }) => /timeout=(\d+)/.exec(http?.keepAlive ?? '')?.[1]);
    if (times.length < 2 || times.includes(undefined))
      return inconclusive('defaults.not-advertised', ...responses);
    return new Set(times).size > 1
      ? yes('defaults.differ', ...responses)
      : no('server', 'defaults.same', ...responses);
  },
  timings: ({ connections }) =>
    connections.map(({ connection, messages }) => {
      const advertised = messages
        .map(({ http }) => /timeout=(\d+)/.exec(http?.keepAlive ?? '')?.[1])
        .find(Boolean);
      return {
        connection,
        advertisedMilliseconds: advertised === undefined ? null : Number(advertised) * 1000,
      };
    }),
};
