/** What a lab says of who answers whom stands in its trace, and is judged with it; words that are none are told. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import type { Lab } from '../../src/bench/lab.ts';
import { wrongWord } from '../../src/bench/lab-words.ts';
import { call, socketTcp } from '../../src/index.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { writeRecordings } from '../../src/model/recording.ts';
import type { Answers } from '../../src/model/result.ts';
import type { ChannelSubject } from '../../src/subjects/subject.ts';
import { runOnBench } from './run-on-bench.ts';

/** The server answers each of two questions, and then says something that nobody asked. */
const radio = (answers?: Answers): ChannelSubject => ({
  ...{ name: 'a radio', version: null, client: 'bench' },
  ...(answers ? { answers } : {}),
  scripts: {
    talk: call(async (listener, station) => {
      for (const wish of ['jazz', 'news']) {
        listener.say(`play ${wish}\n`);
        await station.heard.contains(`play ${wish}\n`);
        station.say(`here is ${wish}\n`);
        await listener.heard.contains(`here is ${wish}\n`);
      }
      station.say('and now the weather\n');
      await listener.heard.contains('weather\n');
    }),
  },
});

const conversation = async (subject: ChannelSubject, lab: { answers?: Answers } = {}) => {
  const { result, stored } = await runOnBench(subject, lab);
  const header = writeRecordings(stored).next().value ?? '';
  const again = assess(readRecordings([...writeRecordings(stored)].join('')));
  const { mode, reason } = again.result.verdicts?.ordinary?.conversation ?? {};
  expect(again.result).toEqual(result);
  return {
    found: `${mode}: ${reason?.id}`,
    unasked: result.facts?.talk?.unasked,
    header: JSON.parse(header),
  };
};

describe('who answers whom', () => {
  it.each([
    ['a subject', radio('in turn'), {}],
    ['a lab, though its subject says nothing', radio(), { answers: 'in turn' }],
  ] as const)('is said by %s, and a message too many is unasked', async (_, subject, lab) => {
    const { found, unasked, header } = await conversation(subject, lab);
    expect([found, unasked]).toEqual(['full-duplex: verdict.unasked', 1]);
    expect(header.answers).toBe('in turn');
  });

  it('is not known where nobody says it', async () => {
    const { found, unasked, header } = await conversation(radio());
    expect([found, unasked]).toEqual(['half-duplex: verdict.turns-again', 0]);
    expect(header).not.toHaveProperty('answers');
  });
});

describe('the words of a lab', () => {
  const lab: Lab = {
    ...{ title: 't', subject: socketTcp, textbook: { says: null }, permits: null, prediction: null },
  };
  const wrong = (changed: unknown) => wrongWord({ ...lab, ...(changed as Partial<Lab>) })?.parameters;

  it.each([
    [{ answers: 'by turns' }, 'answers', 'in turn'],
    [{ subject: { ...socketTcp, answers: 'turn' } }, 'subject.answers', 'in turn'],
    [{ framing: 'line' }, 'framing', 'lines'],
    [{ subject: { ...socketTcp, framing: 'length' } }, 'subject.framing', 'lines'],
    [{ textbook: { says: 'half' } }, 'textbook.says', 'simplex, half-duplex, full-duplex'],
    [{ permits: { mode: 'duplex', rfc: '' } }, 'permits.mode', 'simplex, half-duplex, full-duplex'],
    [
      { prediction: { ordinary: { wire: 'half-duplex', conversation: 'Simplex' } } },
      'prediction.ordinary.conversation',
      'simplex, half-duplex, full-duplex',
    ],
    [
      { prediction: { limit: { wire: 'both' } } },
      'prediction.limit.wire',
      'simplex, half-duplex, full-duplex',
    ],
  ])('are told if they are none: %j', (changed, Field, Words) => {
    expect(wrong(changed)).toMatchObject({ Field, Words });
  });

  it.each([[{}], [{ answers: 'in turn' }], [{ prediction: { ordinary: { wire: 'simplex' } } }]])(
    'may be left out: %j',
    (changed) => {
      expect(wrong(changed)).toBeUndefined();
    },
  );
});
