/** What the lab is for, seen on real runs: every figure here was counted at the tap a moment ago. */
import { beforeAll, describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { reason } from '../../src/model/reason.ts';
import { writeRecordings } from '../../src/model/recording.ts';
import type { LabResult } from '../../src/model/result.ts';
import { type LabRun, runLabs } from './all-labs.ts';

let runs: LabRun[];
beforeAll(async () => {
  runs = await runLabs();
}, 120_000);

const result = (lab: string): LabResult => {
  const found = runs.find((run) => run.result.lab === lab);
  if (!found) throw new Error(`no lab ${lab}`);
  return found.result;
};
const answer = (lab: string, question: string) => {
  const found = result(lab).answers?.[question];
  return found?.cause ? `${found.answer}·${found.cause}` : found?.answer;
};
const facts = (lab: string, question: string) => result(lab).facts?.[question];
const ordinary = (lab: string, lens: 'wire' | 'conversation') => result(lab).verdicts?.ordinary?.[lens].mode;
const limit = (lab: string, lens: 'wire' | 'conversation') => result(lab).verdicts?.limit?.[lens].mode;
type Times = LabResult['varying']['timings'][string];

const idleTimes = ({ varying }: LabResult): Times => varying.timings.idle ?? [];

/** The answer is seen a little before the server begins to count, and any machine may be late. */
const isClose = ({ configuredMilliseconds: set, measuredMilliseconds: measured }: Times[number]): boolean =>
  Number(measured) > Number(set) * 0.5 && Number(measured) < Number(set) + 8000;

async function measuredAgain(lab: string): Promise<Times> {
  let times: Times = [];
  for (let nth = 0; nth < 3 && (times.length === 0 || !times.every(isClose)); nth++) {
    const [run] = await runLabs({}, [lab]);
    times = run ? idleTimes(run.result) : [];
  }
  return times;
}

const each = <T>(labs: string[], take: (lab: string) => T) =>
  Object.fromEntries(labs.map((lab) => [lab, take(lab)]));

describe('counted at the tap', () => {
  it('five requests in turn take five connections, or one', () => {
    const labs = ['http10-short', 'http11-close', 'http10-keep-alive', 'http11-keep-alive', 'http2-streams'];
    expect(each(labs, (lab) => facts(lab, 'reuse')?.connections)).toEqual({
      'http10-short': 5,
      'http11-close': 5,
      'http10-keep-alive': 1,
      'http11-keep-alive': 1,
      'http2-streams': 1,
    });
    expect(each(labs, (lab) => facts(lab, 'reuse')?.exchanges)).toEqual(each(labs, () => 5));
  });

  it('eight requests at once take eight, eight, one, six and one', () => {
    const labs = ['http10-short', 'http11-close', 'http11-keep-alive', 'http11-pool', 'http2-streams'];
    expect(labs.map((lab) => facts(lab, 'burst')?.connections)).toEqual([8, 8, 1, 6, 1]);
    expect(labs.map((lab) => facts(lab, 'burst')?.exchanges)).toEqual([8, 8, 8, 8, 8]);
    expect(labs.map((lab) => facts(lab, 'burst')?.maxConcurrentExchanges)).toEqual([1, 1, 1, 1, 8]);
  });
});

describe('simplex, half-duplex, full-duplex', () => {
  it('is the conversation of HTTP/1.0, 1.1 and 2 in ordinary use, as the textbook says', () => {
    expect(
      ['http10-short', 'http11-keep-alive', 'http2-streams'].map((lab) => ordinary(lab, 'conversation')),
    ).toEqual(['simplex', 'half-duplex', 'full-duplex']);
  });

  it('is on the wire another matter: HTTP/1.0 carries data both ways', () => {
    expect(
      ['http10-short', 'http11-keep-alive', 'http2-streams'].map((lab) => ordinary(lab, 'wire')),
    ).toEqual(['half-duplex', 'half-duplex', 'full-duplex']);
  });

  it('follows the handling of the connection and not the version', () => {
    const grid = ['http10-short', 'http10-keep-alive', 'http11-close', 'http11-keep-alive'];
    expect(each(grid, (lab) => [result(lab).version, ordinary(lab, 'conversation')])).toEqual({
      'http10-short': ['1.0', 'simplex'],
      'http10-keep-alive': ['1.0', 'half-duplex'],
      'http11-close': ['1.1', 'simplex'],
      'http11-keep-alive': ['1.1', 'half-duplex'],
    });
  });

  it('is full-duplex for HTTP/1.1 at its limit, where bytes of both directions are under way at once', () => {
    expect(answer('http11-keep-alive', 'interlock')).toBe('yes');
    expect(answer('http11-keep-alive', 'crossing')).toBe('yes');
    expect(limit('http11-keep-alive', 'wire')).toBe('full-duplex');
    expect(result('http11-keep-alive').verdicts?.limit?.wire.evidence[0]?.question).toBe('crossing');
    expect(result('http11-keep-alive').permits).toEqual({ mode: 'full-duplex', rfc: 'RFC 9110 §7.5' });
  });

  it('calibrates the instrument with three channels that were built to be one each', () => {
    const labs = ['reference-television', 'reference-walkie-talkie', 'reference-telephone'];
    expect(labs.map((lab) => ordinary(lab, 'wire'))).toEqual(['simplex', 'half-duplex', 'full-duplex']);
  });

  it('tells talking at once from taking turns by what crosses', () => {
    const crossing = (lab: string) => answer(lab, 'crossing');
    expect(crossing('reference-telephone')).toBe('yes');
    expect(crossing('reference-walkie-talkie')).toBe('no·server');
    expect(crossing('reference-television')).toBe('not applicable');
    const others = runs.map(({ result: { lab } }) => lab).filter((lab) => !lab.startsWith('reference-'));
    const asked = others.filter((lab) => crossing(lab) !== undefined);
    expect(each(asked, crossing)).toEqual(each(asked, () => 'yes'));
    expect(asked).toEqual(
      expect.arrayContaining(['http10-short', 'http2-push', 'socket-unix', 'websocket-http2']),
    );
    expect(result('reference-telephone').verdicts?.ordinary?.wire.reason).toEqual(reason('verdict.crossing'));
    expect(each(asked, (lab) => result(lab).verdicts?.limit?.wire.reason)).toEqual(
      each(asked, () => reason('verdict.crossing')),
    );
  });

  it('finds nothing that crosses where the two take turns in ordinary use', () => {
    const ordinarily = (lab: string, questions: string[]) =>
      questions.map((question) => facts(lab, question)?.crossings);
    expect(ordinarily('http10-short', ['reuse', 'burst', 'multiplex'])).toEqual([0, 0, 0]);
    expect(ordinarily('http11-keep-alive', ['reuse', 'burst', 'multiplex'])).toEqual([0, 0, 0]);
    expect(ordinarily('reference-walkie-talkie', ['push-to-talk', 'crossing'])).toEqual([0, 0]);
  });

  it('agrees with every prediction of the labs', () => {
    for (const { result } of runs) {
      for (const level of ['ordinary', 'limit'] as const) {
        for (const lens of ['wire', 'conversation'] as const) {
          const predicted = result.prediction?.[level]?.[lens];
          const mode = result.verdicts?.[level]?.[lens].mode;
          if (predicted)
            expect([result.lab, level, lens, mode]).toEqual([result.lab, level, lens, predicted]);
        }
      }
    }
  });
});

describe('the questions', () => {
  it('tell pipelining from multiplexing by what may overtake', () => {
    expect(answer('http11-pipelining', 'multiplex')).toBe('yes');
    expect(answer('http11-pipelining', 'overtake')).toBe('no·protocol');
    expect(answer('http2-streams', 'multiplex')).toBe('yes');
    expect(answer('http2-streams', 'overtake')).toBe('yes');
    expect(answer('http11-keep-alive', 'multiplex')).toBe('no·client');
  });

  it('show a push refused by undici and taken by node:http2, beside a request and never without', () => {
    expect(answer('http2-streams', 'initiative')).toBe('no·client');
    expect(facts('http2-streams', 'initiative')?.unasked).toBe(0);
    expect(answer('http2-push', 'initiative')).toBe('alongside a request');
    expect(facts('http2-push', 'initiative')?.unasked).toBe(1);
  });

  it('show that an HTTP/1.0 server hangs up without waiting, and one that keeps alive does not', () => {
    expect(answer('http10-short', 'hang-up')).toBe('yes');
    expect(answer('http11-close', 'hang-up')).toBe('yes');
    expect(answer('http10-keep-alive', 'hang-up')).toBe('no·server');
    expect(answer('http11-keep-alive', 'hang-up')).toBe('no·server');
  });

  it.each(['http10-keep-alive', 'http11-keep-alive', 'http2-streams'])(
    'measure three idle times of %s beside those that were set, and who closed',
    async (lab) => {
      const measured = idleTimes(result(lab));
      // Where the machine stood still for a moment, the answer was seen late: then it is measured again, by itself.
      const times = measured.every(isClose) ? measured : await measuredAgain(lab);
      expect(times.map(({ configuredMilliseconds }) => configuredMilliseconds)).toEqual([200, 600, 1000]);
      expect(times.map(({ closedBy }) => closedBy)).toEqual(['server', 'server', 'server']);
      expect(times.filter((time) => !isClose(time))).toEqual([]);
    },
    120_000,
  );

  it('tell a HTTP/2 server that hangs up with GOAWAY from one that sends FIN', () => {
    const goaway = reason('idle.hung-up', { who: 'server', How: 'GOAWAY' });
    expect(result('http2-streams').answers?.idle?.reason).toEqual(goaway);
    expect(result('http11-keep-alive').answers?.idle?.reason.parameters.How).toContain('FIN');
  });
});

describe('other ways to talk', () => {
  it('deliver twenty events, at the price of their kind', () => {
    const labs = runs.map((run) => run.result.lab).filter((lab) => lab.startsWith('events-'));
    expect(labs).toHaveLength(6);
    expect(each(labs, (lab) => answer(lab, 'delivery'))).toEqual(each(labs, () => 'yes'));
    expect(each(labs, (lab) => result(lab).varying.timings.delivery?.[0]?.delivered)).toEqual(
      each(labs, () => 20),
    );
    expect(facts('events-poll-often', 'delivery')?.exchanges).toBe(91);
    expect(facts('events-poll-seldom', 'delivery')?.exchanges).toBe(10);
    expect(facts('events-long-polling', 'delivery')?.exchanges).toBe(22);
    expect(facts('events-websocket', 'delivery')?.unasked).toBe(20);
  });

  it('hold one conversation over TCP, UDP and a Unix-domain socket', () => {
    const labs = ['socket-tcp', 'socket-udp', 'socket-unix'];
    expect(labs.map((lab) => facts(lab, 'conversation')?.messages)).toEqual([
      { c2s: 3, s2c: 3 },
      { c2s: 3, s2c: 3 },
      { c2s: 3, s2c: 3 },
    ]);
    expect(new Set(labs.map((lab) => facts(lab, 'conversation')?.protocol)).size).toBe(3);
  });

  it('keep messages apart over WebSocket, and not on a raw socket', () => {
    expect(answer('websocket', 'boundaries')).toBe('yes');
    expect(answer('socket-messages', 'boundaries')).toBe('no·protocol');
  });

  it('need one handshake and one connection for WebSocket, and over HTTP/2 no connection of their own', () => {
    expect(answer('websocket', 'handshake')).toBe('yes');
    expect(facts('websocket', 'conversation')?.connections).toBe(1);
    // One stream, between two ordinary requests on the same connection.
    expect(facts('websocket-http2', 'conversation')?.connections).toBe(1);
    expect(facts('websocket-http2', 'conversation')?.exchanges).toBe(7);
    expect(limit('websocket', 'wire')).toBe('full-duplex');
    expect(limit('websocket-http2', 'wire')).toBe('full-duplex');
  });
});

describe('a stored trace', () => {
  it('gives the same result when it is judged again, for every lab', () => {
    for (const { stored, result } of runs) {
      const again = readRecordings([...writeRecordings(stored)].join(''));
      expect(assess(again).result).toEqual(result);
    }
  });
});
