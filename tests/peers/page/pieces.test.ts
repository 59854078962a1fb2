/** Alternating and crossing look different on the page, sound different, and are found by axe to be readable. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { pageParts } from '../../../src/commands/output/page.ts';
import type { LabReport } from '../../../src/model/report.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { page as render } from '../../../src/report/page/page.ts';
import { openEvent, report, result } from '../../report/fixtures.ts';
import { type Chromium, chromiumProof, startBrowser } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { openAll, openLab } from './labs.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Said = [who: 'c' | 's', text: string, underWay: number];

const talk = (name: string, said: Said[]): LabReport => {
  const events = said.map(([who, text, underWay], index): TraceEvent => {
    const place = { seq: index + 1, at: (index + 1) * 1e6 };
    const direction = who === 'c' ? 'c2s' : 's2c';
    return { type: 'bytes', ...place, connection: 1, direction, bytes: Buffer.from(text), underWay };
  });
  const { stored } = report(result(name), { events: { observed: [openEvent(1), ...events] } });
  // Those of them that speak lines answer each other within them, which only a lab can say.
  const framed = { ...stored, description: { ...stored.description, framing: 'lines' as const } };
  return { stored: framed, ...assess(framed) };
};

/** A request and a response of three parts each. */
const parts = (underWay: number): Said[] => [
  ['c', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 6\r\n\r\n', 0],
  ['s', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n', 0],
  ['c', 'ab', 0],
  ['s', 'uv', underWay],
  ['c', 'cd', 0],
  ['s', 'wx', underWay],
  ['c', 'ef', 0],
  ['s', 'yz', underWay],
];

/** More messages than there is room for labels. */
const many = (underWay: number): Said[] =>
  Array.from({ length: 150 }, (): Said[] => [
    ...(['c', 's'] as const).map((who): Said => [who, 'on', 0]),
    ...(['c', 's'] as const).map((who): Said => [who, 'e\n', who === 's' ? underWay : 0]),
    ...(['c', 's'] as const).map((who): Said => [who, 'two\n', 0]),
  ]).flat();

describeWithPeers('pieces on the page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  let html = '';

  beforeAll(async () => {
    browser = await startBrowser();
    html = render(
      [
        talk('alternating', parts(0)),
        talk('crossing', parts(2)),
        talk('dense-alternating', many(0)),
        talk('dense-crossing', many(2)),
      ],
      [],
      await pageParts(),
    );
  });
  afterAll(() => browser?.close());

  const opened = async () => {
    const one = await browser.open(html);
    await openAll(one);
    return {
      ...one,
      of: (lab: string, what: string) => one.page.locator(`details[data-lab="${lab}"] ${what}`),
    };
  };

  it('draws each within its bar, and ties those that crossed', async () => {
    const { of, complaints } = await opened();
    for (const [lab, crossed, ties] of [
      ['alternating', 0, 0],
      ['crossing', 6, 3],
    ] as const) {
      expect(await of(lab, '.bar .piece').count()).toBe(8);
      expect(await of(lab, '.bar .piece.crossed').count()).toBe(crossed);
      expect(await of(lab, '.plot .tie').count()).toBe(ties);
      for (const bar of await of(lab, '.bar').all()) {
        const outer = await bar.boundingBox();
        for (const piece of await bar.locator('.piece').all()) {
          const inner = await piece.boundingBox();
          if (!outer || !inner) throw new Error('not drawn');
          expect(inner.x).toBeGreaterThanOrEqual(outer.x - 1);
          expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width + 1);
        }
      }
    }
    expect(complaints).toEqual([]);
  });

  it('tells who listens, and on the card', async () => {
    const { of, page } = await opened();
    const names = (lab: string) =>
      of(lab, '.bar').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(await names('alternating')).toEqual(['client: POST /, 4 pieces', 'server: 200, 4 pieces']);
    expect(await names('crossing')).toEqual([
      'client: POST /, 4 pieces, 3 crossed',
      'server: 200, 4 pieces, 3 crossed',
    ]);
    await of('crossing', '.bar').first().focus();
    expect(await page.textContent('#card')).toContain('pieces4, 3 crossed');
  });

  it('draws them where there are very many messages', async () => {
    const { of } = await opened();
    const blocks = async (lab: string, what: string) => {
      const drawn = await of(lab, what).evaluateAll((all) => all.map((one) => one.getAttribute('d')));
      return drawn.join('').split('M').length - 1;
    };
    expect(await of('dense-crossing', '.dense-rows .bar').count()).toBe(600);
    expect(await blocks('dense-crossing', 'path.pieces')).toBe(600);
    expect(await blocks('dense-crossing', 'path.ties')).toBe(150);
    expect(await blocks('dense-alternating', 'path.pieces')).toBe(600);
    expect(await blocks('dense-alternating', 'path.ties')).toBe(0);
  });

  it.each([false, true])('has no fault that axe finds (dark: %s)', async (dark) => {
    const one = await browser.open(html, { dark });
    await openLab(one, 'crossing');
    await one.page.evaluate(axe);
    const { violations } = (await one.page.evaluate('axe.run()')) as { violations: { id: string }[] };
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
