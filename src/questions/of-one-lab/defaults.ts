/** Do servers that nobody has configured advertise different keep-alive times? RFC 9112 §9.5 leaves the time to them. */
import { inconclusive, no, type Question, yes } from '../question.ts';

export const defaults: Question = {
  id: 'defaults',
  asks: 'do servers that nobody has configured advertise different keep-alive times?',
  rfc: 'RFC 9112 §9.5',
  answer({ connections }) {
    const responses = connections.flatMap(({ messages }) =>
      messages.filter(({ kind }) => kind === 'response').slice(0, 1),
    );
    const times = responses.map(({ http }) => /timeout=(\d+)/.exec(http?.keepAlive ?? '')?.[1]);
    if (times.length < 2 || times.includes(undefined))
      return inconclusive('a server advertised no keep-alive time', ...responses);
    return new Set(times).size > 1
      ? yes('the servers advertise different times', ...responses)
      : no('server', 'the servers advertise the same time', ...responses);
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
