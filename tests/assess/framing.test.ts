/** A lab says how its streams are cut into messages; the head of its trace says so too, so that it is judged alike again. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { describeLab, type Lab } from '../../src/bench/lab.ts';
import { runLab } from '../../src/bench/run-lab.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { writeRecordings } from '../../src/model/recording.ts';
import { call } from '../../src/subjects/sockets/reference.ts';
import type { ChannelSubject } from '../../src/subjects/subject.ts';

/** Lines, but for the last one: nobody can know that they are any. */
const subject: ChannelSubject = {
  ...{ name: 'lines', version: null, client: 'bench' },
  scripts: {
    talk: call(async (caller, called) => {
      for (const word of ['one\n', 'two\n', 'three']) {
        caller.say(word);
        await called.heard.contains(word);
        called.say(word);
        await caller.heard.contains(word);
      }
    }),
  },
};
const labOf = (framing: Pick<Lab, 'framing'>, of: Pick<ChannelSubject, 'framing'> = {}): Lab => ({
  ...{ title: 'lines', textbook: { says: null }, permits: null, prediction: null },
  subject: { ...subject, ...of },
  ...framing,
});

describe('the framing', () => {
  it.each([
    ['of nobody', labOf({}), 'unknown'],
    ['of the lab', labOf({ framing: 'lines' }), 'records'],
    ['of its subject', labOf({}, { framing: 'lines' }), 'records'],
  ])('%s', async (_, lab, protocol) => {
    const stored = await runLab('lines', lab);
    const { result } = assess(stored);
    expect(result.facts?.talk?.protocol).toBe(protocol);
    expect(result).not.toHaveProperty('framing');
    // Strict turns, of which nothing overlaps, whatever they are read as.
    expect(result.facts?.talk?.overlaps).toBe(0);
    for (const { mode } of Object.values(result.verdicts?.limit ?? {})) expect(mode).toBe('inconclusive');
    const again = readRecordings([...writeRecordings(stored)].join(''));
    expect(again.description).toEqual(stored.description);
    expect(assess(again).result).toEqual(result);
  });

  it('need not stand in a trace', () => {
    expect(describeLab('lines', labOf({}))).not.toHaveProperty('framing');
    expect(describeLab('lines', labOf({ framing: 'lines' })).framing).toBe('lines');
  });
});
