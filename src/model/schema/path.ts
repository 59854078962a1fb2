/** What `through` tells of a proxy, as JSON Schema: see `Path` in model/result.ts. */
import { described, exactly, oneOf, orNull, truth, valuesOf, whole } from './build.ts';

/** What an answer to a question is. */
export const answerWord = oneOf('yes', 'no', 'alongside a request', 'not applicable', 'inconclusive');
const perVersion = (schema: object): object => exactly({ 'http/1.1': schema, 'http/2': schema });

const passes = described(
  'From how many bytes of content on the first comes out while the rest is withheld; `when whole`: the most that were held.',
  exactly({
    passes: oneOf('at once', 'from', 'when whole', '?'),
    bytes: orNull(whole),
  }),
);
const framings = exactly({ 'content-length': passes, chunked: passes });
const parts = {
  upload: framings,
  download: framings,
  sse: exactly({ identity: passes, gzip: passes }),
};

export const path = described(
  'Of `through` only: what the proxy lets pass.',
  exactly({
    ...parts,
    interlock: perVersion(answerWord),
    websocket: perVersion(answerWord),
    race: exactly({ safe: answerWord, unsafe: answerWord }),
    expect: oneOf('origin', 'proxy', 'nobody', '?'),
    early: answerWord,
    pool: described(
      'Connections behind for so many clients at once; null where not all of them came to the origin.',
      valuesOf(orNull(whole)),
    ),
    renewedAfter: described(
      'After how many requests the proxy ends a connection behind; null: not within 1,100, or not known.',
      orNull(whole),
    ),
    incremental: described(
      'Of what was held, by question: whether it passes with `Incremental: ?1`.',
      valuesOf(truth),
    ),
    over: described(
      'The same for each version that the proxy speaks in front.',
      exactly({}, { 'http/1.1': exactly(parts), 'http/2': exactly(parts) }),
    ),
  }),
);
