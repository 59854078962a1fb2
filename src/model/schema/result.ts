/**
 * The file that `--json` writes, schema http-version-lab/result/2, as JSON Schema: what `schema` prints. It says
 * everything that may be in a result, so that the suite notices what is not in it.
 */
import { resultSchema } from '../result.ts';
import {
  described,
  direction,
  exactly,
  listOf,
  mode,
  number,
  oneOf,
  orNull,
  ownRequest,
  text,
  valuesOf,
  whole,
} from './build.ts';
import { loss, signal } from './losses.ts';
import { partSchema } from './part.ts';
import { answerWord, path } from './path.ts';

const perDirection = exactly({ c2s: whole, s2c: whole });
const verdictWord = oneOf('simplex', 'half-duplex', 'full-duplex', 'inconclusive');

const evidence = listOf(exactly({ question: text, connection: whole, message: whole, direction }));

const reason = described(
  'Which reason it is, and what belongs to it: figures, words, names, further reasons.',
  exactly({ id: text, parameters: valuesOf({ $ref: '#/definitions/parameter' }) }),
);

/** A reason that says another holds it, so the definitions refer to each other. */
const definitions = {
  reason,
  parameter: {
    anyOf: [number, text, { $ref: '#/definitions/reason' }, listOf({ $ref: '#/definitions/reason' })],
  },
  facts: described(
    'What was counted in one question. The same on any machine, loaded or idle.',
    exactly(
      {
        connections: whole,
        exchanges: whole,
        messages: perDirection,
        exchangesPerConnection: described('In order of opening.', listOf(whole)),
        reusedExchanges: described('Exchanges minus the connections that carried any.', whole),
        turnarounds: whole,
        switchBacks: described('Turnarounds from s2c to c2s: the line is used again.', whole),
        overlaps: whole,
        crossings: described(
          'Pairs of messages of which each was sent, in part, before its sender had received the other; on opaque connections how often bytes crossed.',
          whole,
        ),
        unasked: whole,
        maxConcurrentExchanges: described('The most that were under way at once on one connection.', whole),
        newConnections: described(
          'Why connections after the first of a client were opened, counted by reason.',
          valuesOf(whole),
        ),
        protocol: orNull(text),
      },
      {
        lost: described('Requests that nothing answers, counted by how they were lost.', valuesOf(whole)),
        halfAnswers: described('Answers that broke off, counted by how.', valuesOf(whole)),
        opaque: described('Connections in which nothing, or not everything, could be read.', whole),
      },
    ),
  ),
  verdict: exactly({
    mode: verdictWord,
    reason: { $ref: '#/definitions/reason' },
    because: described('The reason as an English sentence.', text),
    evidence,
  }),
  answer: exactly({
    answer: answerWord,
    cause: described(
      'Who refused; null unless the answer is no.',
      orNull(oneOf('protocol', 'server', 'client', 'bench')),
    ),
    reason: { $ref: '#/definitions/reason' },
    because: described('The reason as an English sentence.', text),
    evidence,
  }),
  lenses: exactly({
    wire: { $ref: '#/definitions/verdict' },
    conversation: { $ref: '#/definitions/verdict' },
  }),
};

const lenses = { $ref: '#/definitions/lenses' };
const foreseen = exactly({}, { wire: mode, conversation: mode });

const spread = exactly({ count: whole, smallest: number, median: number, largest: number });

const varying = described(
  'What may differ from run to run, by question.',
  exactly(
    {
      timings: valuesOf(listOf(valuesOf({ anyOf: [{ type: 'null' }, number, text] }))),
      bytes: valuesOf(perDirection),
      firstFin: described(
        'Who sent the first FIN or RST, a connection each, in order of opening.',
        valuesOf(listOf(oneOf('client', 'server', 'none', 'failed'))),
      ),
      offsets: described(
        'Where each of the violations stands in its direction of the connection, in bytes, in their order.',
        valuesOf(listOf(whole)),
      ),
    },
    // Results of before have none.
    {
      times: described(
        'How long things took as the tap saw it, in milliseconds; what never was is left out.',
        valuesOf(
          exactly(
            {},
            {
              requestToAnswer: described("From a request's last byte to its answer's first.", spread),
              exchange: described('From the first byte of an exchange to its last.', spread),
              idleBeforeReuse: described('From one exchange to the next on the same connection.', spread),
              answerToCloseByServer: described('From the last exchange to the first FIN or RST.', spread),
              answerToCloseByClient: spread,
            },
          ),
        ),
      ),
      replaced: described(
        'By the reason of new connections: how many exchanges those had carried that they replaced, and how long these had been idle, in milliseconds.',
        valuesOf(valuesOf(exactly({ exchanges: spread }, { idle: spread }))),
      ),
      lost: described(
        'Requests without an answer, and half answers: the first of them, and how many more there were.',
        valuesOf(exactly({ listed: listOf(loss), more: whole })),
      ),
      signals: described(
        'What changed what may be sent, or refused what was asked for: the first of them, and how many more there were.',
        valuesOf(exactly({ listed: listOf(signal), more: whole })),
      ),
    },
  ),
);

const labResult = exactly(
  {
    lab: described("The lab's file, or the command: probe, observe, read, through.", text),
    title: text,
    subject: text,
    target: described('A server that we did not write; null on our own bench.', orNull(text)),
    version: described("Of HTTP: '1.0', '1.1', '2'; null where it is not HTTP.", orNull(text)),
    outcome: oneOf('ran', 'failed', 'timed-out', 'skipped'),
    error: orNull(exactly({ code: text, message: text, reason: { $ref: '#/definitions/reason' } })),
    facts: described(
      'By question; null, like answers and verdicts, where nothing was measured.',
      orNull(valuesOf({ $ref: '#/definitions/facts' })),
    ),
    answers: orNull(valuesOf({ $ref: '#/definitions/answer' })),
    verdicts: orNull(exactly({}, { ordinary: lenses, limit: orNull(lenses), observed: lenses })),
    permits: described(
      'What the specification permits at most, on one connection.',
      orNull(exactly({ mode: orNull(mode), rfc: text })),
    ),
    textbook: exactly({ says: orNull(mode) }),
    prediction: orNull(exactly({}, { ordinary: foreseen, limit: foreseen })),
    violations: listOf(
      exactly(
        {
          grade: described(
            'After a violation it is not sure where messages begin and end; an irregularity leaves that sure.',
            oneOf('violation', 'irregularity'),
          ),
          ...{ side: oneOf('client', 'server'), connection: whole, question: text },
          ...{ what: text, reason: { $ref: '#/definitions/reason' }, rfc: text },
        },
        {
          further: described(
            'How often the same side broke the same rule in this question afterwards, of which nothing more is listed.',
            whole,
          ),
        },
      ),
    ),
    varying,
  },
  {
    path,
    request: described(
      "What the user had asked in place of the bench's own requests, without values and content.",
      exactly(ownRequest),
    ),
  },
);

export const resultJsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: resultSchema,
  title: 'A result of http-version-lab',
  ...exactly(
    {
      schema: { const: resultSchema },
      environment: described(
        'Where it was made. Not compared.',
        exactly({ tool: text, node: text, undici: text, fastify: text, platform: text }),
      ),
      calibration: described(
        'Whether the reference channels were judged to be what they were built to be.',
        oneOf('calibrated', 'not calibrated'),
      ),
      results: listOf(labResult),
    },
    { parts: described('What --mergeable adds, for `merge`. Not compared.', listOf(partSchema)) },
  ),
  definitions,
};
