import { describe, expect, it } from 'vitest';
import { judgeLevel } from '../../src/judge/level.ts';
import { measure } from '../../src/measure/measure.ts';
import type { Measurement } from '../../src/model/facts.ts';
import type { Message } from '../../src/model/message.ts';
import { inEnglish, reason } from '../../src/model/reason.ts';
import type { Direction } from '../../src/model/trace.ts';

const address = { host: '10.0.0.1', port: 80 };

/** One connection: `>` a request begins, `>.` it ends; `<` and `<.` the response; `gap`; `lost`: reading lost its way. */
function measured(script: string): Measurement {
  const measuring = measure('observed');
  const open = { client: address, tap: address };
  const back = { tap: null, server: address };
  let seq = 0;
  const place = () => ({ seq: ++seq, at: seq, connection: 1 });
  measuring.event({ type: 'open', ...place(), transport: 'tcp', front: open, back, control: false });
  const ordinals = { c2s: 0, s2c: 0 };
  const latest: Partial<Record<Direction, Message>> = {};
  for (const word of script.split(' ')) {
    const here = place();
    const direction = word.startsWith('>') ? 'c2s' : 's2c';
    const gap = word === 'gap';
    measuring.event(
      gap
        ? { type: 'gap', ...here, direction, length: 7 }
        : { type: 'bytes', ...here, direction, bytes: new Uint8Array(3) },
    );
    const message = latest[direction];
    if (word === 'lost') measuring.control({ ...here, direction, what: 'gap', detail: {}, from: 0, to: 0 });
    else if (word.endsWith('.') && message !== undefined) {
      Object.assign(message, { end: here, ending: 'content-length', whole: true });
      measuring.ended(message);
    } else if (!gap) {
      const ordinal = ++ordinals[direction];
      const begun: Message = {
        connection: 1,
        direction,
        kind: direction === 'c2s' ? 'request' : 'response',
        ordinal,
        exchange: ordinal,
        begin: here,
        end: null,
        from: 0,
        to: 0,
        bytes: 0,
        content: 0,
        ending: null,
        whole: false,
        http: { version: '1.1' },
      };
      latest[direction] = begun;
      measuring.begun(begun);
    }
    measuring.settle(() => Number.POSITIVE_INFINITY);
  }
  return measuring.measurement({ seq: ++seq, at: seq });
}

const verdict = (script: string) => judgeLevel([measured(script)], {}).wire;

describe('a gap', () => {
  it('is damage, and says whose bytes are missing', () => {
    const { damage } = measured('> >. gap < <.');
    expect(damage).toMatchObject([{ kind: 'gap', connection: 1 }]);
    expect(damage.map(({ reason }) => inEnglish(reason))).toEqual([
      '7 bytes from the server are not in the record',
    ]);
  });

  it('makes a verdict from absence inconclusive, and names itself', () => {
    expect(verdict('> >. < <. > >. < <.').mode).toBe('half-duplex');
    expect(verdict('> >. < <. gap > >. < <.')).toMatchObject({
      mode: 'inconclusive',
      reason: reason('verdict.damaged', {
        finding: reason('verdict.no-overlap'),
        damage: [reason('damage.gap')],
      }),
    });
  });

  it('leaves standing what was proven before it', () => {
    expect(verdict('> < >. <. gap > >. < <.').mode).toBe('full-duplex');
  });

  it('lets nothing after it prove an overlap, for the order of events is not certain there', () => {
    const { facts, groups } = measured('> >. gap < <. > < >. <.');
    expect(facts.overlaps).toBe(1);
    expect(groups[0]?.shape).toMatchObject({ overlap: false, overlapAcross: false, unasked: false });
    expect(verdict('> >. gap < <. > < >. <.').mode).toBe('inconclusive');
  });

  it('after which nobody knows what is open leaves nothing waiting for an answer', () => {
    expect(measured('> >. gap lost').damage.map(({ kind }) => kind)).toEqual(['gap']);
    expect(measured('> >. gap').damage.map(({ kind }) => kind)).toEqual(['gap', 'unanswered']);
  });
});
