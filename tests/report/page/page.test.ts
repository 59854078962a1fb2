/** The page: nothing but its own markup, and its tables, sections and first pictures. */
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../src/model/reason.ts';
import { distinct } from '../../../src/report/page/distinct.ts';
import { embeddedJson, html } from '../../../src/report/page/html.ts';
import { page } from '../../../src/report/page/page.ts';
import { answer, asTold, brokenBy, facts, failed, lenses, line, report, result } from '../fixtures.ts';

const parts = { script: 'draw()', scriptHash: 'sha256-abc=', style: 'p{}' };

describe('markup', () => {
  it('cannot come from what is put in', () => {
    expect(html`<p title="${'"><script>'}">${[html`<b>&</b>`, "<i>'"]}</p>`.html).toBe(
      '<p title="&#34;&#62;&#60;script&#62;"><b>&</b>&#60;i&#62;&#39;</p>',
    );
  });

  it('cannot come from embedded JSON either, which still says the same', () => {
    const text = embeddedJson({ a: '</script><!-- & \u2028' }).html;
    expect(text).toBe('{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028"}');
    expect(JSON.parse(text)).toEqual({ a: '</script><!-- & \u2028' });
  });
});

describe('a page', () => {
  const one = report(
    result('small', {
      title: 'a small lab',
      facts: { reuse: facts(5, 1) },
      answers: {
        reuse: {
          ...answer('no', 'client', 'it left'),
          evidence: [{ question: 'reuse', connection: 1, message: 1, direction: 'c2s' }],
        },
      },
      verdicts: { ordinary: lenses('half-duplex', 'simplex'), limit: null },
      textbook: { says: 'simplex' },
    }),
    { transcripts: [{ question: 'reuse', connections: [line('c 1-1 x1, s 2-2 x1')], marks: [] }] },
  );

  it('holds the tables, the verdicts with their evidence, and a place for each picture', () => {
    const text = page([one], [], parts);
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<a href="#lab-small">small</a></th><td>5/1</td><td>–</td>');
    expect(text).toContain('<b class="answer no">no</b> <small>client</small>');
    expect(text).toContain('<b class="holds good">yes</b>');
    expect(text).toContain(
      'data-evidence="[&#34;[\\&#34;small\\&#34;,\\&#34;reuse\\&#34;,1,\\&#34;c2s\\&#34;,1]&#34;]"',
    );
    expect(text).toContain('<figure class="question" data-question="reuse">');
    expect(text).toContain('1 connection · 5 exchanges · 10 messages · 0 overlaps · 0 turnarounds');
  });

  it('lets no script run but its own, and nothing be fetched', () => {
    const text = page([one], [], parts);
    expect(text).toContain(`content="default-src &#39;none&#39;`.replaceAll('&#39;', "'"));
    expect(text).toContain("script-src 'sha256-abc='");
    expect(text).toContain('<script>draw()</script>');
    expect(text.replaceAll(/<script type="application\/json"[\s\S]*?<\/script>/g, '')).not.toMatch(
      /https?:\/\//,
    );
  });

  it('shows why a lab failed', () => {
    expect(page([report(failed('broken'))], [], parts)).toContain('failed: the port is in use');
  });

  it('warns above everything else', () => {
    expect(page([one], [], { ...parts, warning: 'not <calibrated>' })).toContain(
      'not &#60;calibrated&#62;</p>',
    );
  });

  it('shows claims with their reasons, and links to the labs', () => {
    const claims = [
      {
        id: 'a1',
        claim: 'HTTP is half-duplex',
        outcome: 'does not hold' as const,
        reason: asTold('it is not'),
        labs: ['small'],
        evidence: [{ lab: 'small', question: 'reuse', connection: 1, message: 1, direction: 's2c' as const }],
      },
    ];
    const text = page([one], claims, parts);
    expect(text).toContain('<b class="outcome does-not-hold">does not hold</b>');
    expect(text).toContain('[\\&#34;small\\&#34;,\\&#34;reuse\\&#34;,1,\\&#34;s2c\\&#34;,1]');
  });

  it('speaks the language that it is given, and hands the script its words', () => {
    const data = (text: string, _fillings?: unknown) => `«${text}»`;
    const say = Object.assign(data, { data, reason: inEnglish });
    const text = page([one], [], { ...parts, language: { code: 'zh', say } });
    expect(text).toContain('<html lang="zh">');
    expect(text).toContain('«half-duplex»');
    expect(text).toContain('"not ended":"«not ended»"');
  });

  it('shows no text from the wire as anything but text', () => {
    const hostile = '</script><img src=x onerror=alert(1)>\u202e"\u0007';
    const message = line('c 1-1 x1').messages.map((of) => ({
      ...of,
      http: { version: '1.1', method: 'GET', path: hostile },
    }));
    const bad = report(
      result(hostile, {
        title: hostile,
        subject: hostile,
        target: hostile,
        error: { code: 'X', reason: asTold(hostile) },
        outcome: 'failed',
        faults: [brokenBy('server', { question: hostile, reason: asTold(hostile) })],
        answers: { [hostile]: answer('yes', null, hostile) },
      }),
      { transcripts: [{ question: hostile, connections: [line('', { messages: message })], marks: [] }] },
    );
    const text = page([bad], [], parts);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('\u0007');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });
});

describe('the first pictures', () => {
  const run = (lab: string, question: string) =>
    report(result(lab), { transcripts: [{ question, connections: [line('c 1-1')], marks: [] }] });

  it('put a workload side by side where two labs or more had it', () => {
    const text = page(
      [run('http10-short', 'reuse'), run('http2-streams', 'reuse'), run('http11-pool', 'reuse')],
      [],
      parts,
    );
    expect(text.match(/class="side" data-lab="[^"]+"/g)).toEqual([
      'class="side" data-lab="http10-short"',
      'class="side" data-lab="http2-streams"',
    ]);
  });

  it('are left out where there is nothing to compare', () => {
    expect(page([run('http10-short', 'reuse')], [], parts)).not.toContain('class="side"');
  });
});

describe('results of one name', () => {
  const names = (...list: [version: string | null, target: string][]) =>
    distinct(list.map(([version, target]) => report(result('probe', { version, target })))).map(
      ({ result: { lab } }) => lab,
    );

  it('are told apart by version, or else by target', () => {
    expect(names(['1.0', 'http://a'], ['2', 'http://a'])).toEqual(['probe HTTP/1.0', 'probe HTTP/2']);
    expect(names([null, 'a:1'], [null, 'b:2'])).toEqual(['probe a:1', 'probe b:2']);
    expect(names([null, 'a:1'], [null, 'a:1'])).toEqual(['probe (1)', 'probe (2)']);
    expect(names(['2', 'a:1'])).toEqual(['probe']);
  });

  it('have a section each on the page', () => {
    const probed = (version: string) => report(result('probe', { version }));
    const text = page([probed('1.0'), probed('2')], [], parts);
    expect(text.match(/<details class="lab" id="[^"]+"/g)).toEqual([
      '<details class="lab" id="lab-probe%20HTTP%2F1.0"',
      '<details class="lab" id="lab-probe%20HTTP%2F2"',
    ]);
  });
});
