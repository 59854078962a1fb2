import { describe, expect, it } from 'vitest';
import { nothingVaries } from '../../src/model/result.ts';
import { details } from '../../src/report/run/report.ts';
import { answer, asTold, brokenBy, failed, lenses, line, plain, report, result } from './fixtures.ts';

describe('the details of a lab', () => {
  it('show what passed, what was answered, the verdicts, and apart from them what varies', () => {
    const one = result('small', {
      permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
      textbook: { says: 'half-duplex' },
      answers: {
        multiplex: {
          ...answer('no', 'client', 'it waited'),
          evidence: [
            { question: 'multiplex', connection: 1, message: 1, direction: 's2c' },
            { question: 'multiplex', connection: 1, message: 2, direction: 'c2s' },
          ],
        },
      },
      verdicts: { ordinary: lenses('half-duplex', 'simplex'), limit: null },
      faults: [
        brokenBy('server', {
          connection: 2,
          question: 'initiative',
          reason: asTold('a stray\u001b response'),
        }),
      ],
      varying: {
        ...nothingVaries(),
        timings: {
          idle: [
            {
              configuredMilliseconds: 200,
              advertisedMilliseconds: null,
              measuredMilliseconds: 1172,
              closedBy: 'server',
            },
          ],
        },
        bytes: { multiplex: { c2s: 1, s2c: 20 } },
        firstFin: { multiplex: ['none'], idle: ['server', 'client', 'server'] },
      },
    });
    const transcript = {
      question: 'multiplex',
      connections: [line('c 1-1 x1, s 2-2 x1, c 3-3 x2')],
      marks: [],
    };
    expect(details(report(one, { transcripts: [transcript] }), plain)).toBe(`small: title of small
  on the bench         a subject
  the textbook says    half-duplex
  the specification    permits on one connection: full-duplex (RFC 9110 §7.5)

What passed on each connection, and what was answered
  ▶ client speaks   ◀ server speaks   ⇄ both at once   · idle between exchanges
  ■ closed, and who closed first; each mark is a change, so its width says nothing of time

  multiplex  does a second request get through while the first answer is unfinished?
    1  ▶◀·▶
    no (client): it waited
      see connection 1: server message 1, client message 2

Verdicts
  in ordinary use, wire:         half-duplex: it is half-duplex
                                 see reuse, connection 1: client message 1
  in ordinary use, conversation: simplex: it is simplex
                                 see reuse, connection 1: client message 1

Irregularities: a rule is broken, and no verdict goes by it
  initiative, connection 2: by the server, at byte 17: a stray␛ response (RFC 1 §2)

What varies from run to run
  idle
    connection  configured  advertised  measured  closed by
    ──────────  ──────────  ──────────  ────────  ─────────
    1           0.2 s       –           1.2 s     server
  Who sent the first FIN or RST, a connection each
    multiplex  none
    idle       server 2×, client 1×
  Bytes of the connections
    multiplex  1 byte from the client, 20 bytes from the server
`);
  });

  it('count the connections that are too many to show', () => {
    const connections = Array.from({ length: 30 }, (_, index) => line('', { connection: index + 1 }));
    const text = details(
      report(result('many'), { transcripts: [{ question: 'burst', connections, marks: [] }] }),
      plain,
    );
    expect(text).toContain('    24  (no message)\n    … and 6 more connections');
  });

  it('go on in the next line where a strip is too long', () => {
    const messages = Array.from({ length: 100 }, (_, index) => `s ${2 * index}-${2 * index + 1}`).join(', ');
    const ends = [{ direction: 's2c' as const, how: 'RST' as const, seq: 300, at: 0 }];
    const connections = [line(messages, { ends, error: 'ECONNRESET' })];
    const text = details(
      report(result('long'), { transcripts: [{ question: 'burst', connections, marks: [] }] }),
      plain,
    );
    expect(text).toContain(
      `    1  ${'◀'.repeat(80)}… (101 marks)\n       server (RST) (the tap failed: ECONNRESET)\n`,
    );
  });

  it('say why a lab failed', () => {
    expect(details(report(failed('broken')), plain)).toBe(`broken: title of broken
  on the bench         a subject
  the textbook says    –
  the specification    –
  failed: the port is in use

Verdicts
  none: the lab came to no end, and what passed until then is evidence of nothing
`);
  });
});
