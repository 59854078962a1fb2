/** The page in a real browser: it opens from disk without a complaint, draws what the result says, and can be used. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { findLabs } from '../../src/bench/find-labs.ts';
import { runLab } from '../../src/bench/run-lab.ts';
import { pageParts } from '../../src/commands/output/page.ts';
import type { LabReport } from '../../src/model/report.ts';
import type { TraceEvent } from '../../src/model/trace.ts';
import { page as render } from '../../src/report/page/page.ts';
import { line, openEvent, report, result } from '../report/fixtures.ts';
import {
  type Chromium,
  chromiumProof,
  frames,
  type OpenedPage,
  startBrowser,
  tellFrames,
} from './support/browser.ts';
import { describeWithPeers } from './support/programs.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Among them FIN, overlaps, pushes, streams at once, WebSocket, datagrams, and violations. */
const labs = ['http10-short', 'http11-pipelining', 'http2-push', 'websocket', 'reference-television'];

describeWithPeers('the page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  let reports: LabReport[];
  let html = '';
  const parts = pageParts();

  beforeAll(async () => {
    browser = await startBrowser();
    reports = await Promise.all(
      (await findLabs(labs)).map(async (found) => {
        if ('error' in found) throw found.error;
        const stored = await runLab(found.id, found.lab);
        return { stored, ...assess(stored) };
      }),
    );
    html = render(reports, [], await parts);
  });
  afterAll(() => browser?.close());

  const openAll = async (opened: OpenedPage) => opened.page.click('#open-all');
  const bar = ({ page }: OpenedPage, lab: string, question: string, nth = 0) =>
    page.locator(`details[data-lab="${lab}"] [data-question="${question}"] .bar`).nth(nth);

  it('opens from disk with no complaint and no request to anywhere', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    expect(opened.complaints).toEqual([]);
    expect(opened.requests.map((url) => new URL(url).protocol)).toEqual(['file:']);
  });

  it('draws as many connections, messages, overlaps and turnarounds as the result counts', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    for (const { result: counted } of reports)
      for (const [question, facts] of Object.entries(counted.facts ?? {})) {
        const figure = opened.page.locator(
          `details[data-lab="${counted.lab}"] figure[data-question="${question}"]`,
        );
        const pairs = await figure
          .locator('.overlap')
          .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-pairs'))));
        expect({
          question,
          connections: await figure.locator('.connection').count(),
          messages: {
            c2s: await figure.locator('.bar.c2s').count(),
            s2c: await figure.locator('.bar.s2c').count(),
          },
          overlaps: pairs.reduce((sum, one) => sum + one, 0),
          turnarounds: await figure.locator('.turn').count(),
          switchBacks: await figure.locator('.turn.back').count(),
        }).toEqual({
          question,
          connections: facts.connections,
          messages: facts.messages,
          overlaps: facts.overlaps,
          turnarounds: facts.turnarounds,
          switchBacks: facts.switchBacks,
        });
      }
  });

  it('tells of a message when it is pointed at, and puts that away', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    const card = opened.page.locator('#card');
    expect(await card.isVisible()).toBe(false);
    await bar(opened, 'http10-short', 'reuse').hover();
    expect(await card.textContent()).toContain('client 1: GET /reuse/1');
    expect(await card.textContent()).toMatch(
      /exchange1bytes\d+, of which content 0offset0–\d+begins at event\d/,
    );
    expect(await card.locator('pre').textContent()).toContain('GET /reuse/1 HTTP/1.0␍␊');
    await opened.page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(false);
  });

  it('goes from message to message with the keyboard, one stop a connection', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    await bar(opened, 'http10-short', 'reuse').focus();
    await opened.page.keyboard.press('ArrowRight');
    expect(await opened.page.locator('#card').textContent()).toContain('server 1: 200');
    const focused = opened.page.locator(':focus');
    expect(await focused.getAttribute('aria-selected')).toBe('true');
    expect(await focused.getAttribute('aria-describedby')).toBe('card');
    await opened.page.keyboard.press('Tab');
    expect(await opened.page.locator('#card').textContent()).toContain('client 1: GET /reuse/2');
  });

  it('switches between order and time', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    const first = opened.page.locator('details[data-lab="websocket"] figure').first();
    const spans = () =>
      first.locator('.bar').evaluateAll((all) => all.map((one) => one.getAttribute('style')));
    const inOrder = await spans();
    expect(await first.locator('.axis').textContent()).toBe('events in the order of the tap →');
    await opened.page.click('input[value=time]');
    expect(await first.locator('.axis').textContent()).toMatch(/^0.* ms/);
    expect(await spans()).not.toEqual(inOrder);
    await opened.page.click('input[value=order]');
    expect(await spans()).toEqual(inOrder);
  });

  it('filters by what a message says', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    const shown = opened.page.locator('details .bar:not(.off)');
    const all = await shown.count();
    await opened.page.fill('#filter', '/reuse/3');
    const found = reports
      .flatMap(({ transcripts }) => transcripts.flatMap(({ connections }) => connections))
      .flatMap(({ messages }) => messages)
      .filter(({ http }) => http?.path?.includes('/reuse/3')).length;
    expect(found).toBeGreaterThan(2);
    expect(await shown.count()).toBe(found);
    expect(await opened.page.textContent('#found')).toBe(`${found} of ${all} messages match`);
    await opened.page.fill('#filter', '');
    expect(await shown.count()).toBe(all);
    expect(await opened.page.textContent('#found')).toBe('');
  });

  it('zooms by its buttons, by keys and by Ctrl and the wheel, and scrolls then', async () => {
    const opened = await browser.open(html);
    const plane = opened.page.locator('#pictures figure:not([hidden]) .plane').first();
    const width = async () => (await plane.boundingBox())?.width ?? 0;
    const whole = await width();
    await opened.page.click('#zoom-in');
    expect(await width()).toBeCloseTo(1.5 * whole, 0);
    await opened.page.click('#zoom-reset');
    expect(await width()).toBe(whole);
    await plane.locator('.bar').first().focus();
    await opened.page.keyboard.press('+');
    expect(await width()).toBeCloseTo(1.5 * whole, 0);
    await opened.page.keyboard.press('0');
    await plane.hover();
    await opened.page.keyboard.down('Control');
    await opened.page.mouse.wheel(0, -200);
    await opened.page.keyboard.up('Control');
    await expect.poll(width).toBeCloseTo(2 * whole, 0);
  });

  it('lights up the evidence of the verdict that is pointed at, and goes there when it is pressed', async () => {
    const opened = await browser.open(html);
    const verdict = opened.page.locator('details[data-lab="http2-push"] .verdict').first();
    await opened.page.locator('details[data-lab="http2-push"] summary').click();
    const evidence = reports.find(({ result: { lab } }) => lab === 'http2-push')?.result.verdicts?.ordinary
      ?.wire.evidence;
    const lit = opened.page.locator('details .bar.evidence');
    expect(await lit.count()).toBe(0);
    await verdict.hover();
    expect(evidence?.length).toBeGreaterThan(0);
    expect(await lit.count()).toBe(evidence?.length);
    await opened.page.locator('h1').hover();
    expect(await lit.count()).toBe(0);
    await verdict.click();
    await opened.page.locator('body').hover({ position: { x: 2, y: 2 } });
    expect(await lit.count()).toBe(evidence?.length);
    expect(await verdict.getAttribute('aria-pressed')).toBe('true');
  });

  it.each([
    { width: 1920, height: 1080, dark: false },
    { width: 360, height: 740, dark: true },
  ])(
    'has no fault that axe finds, and no sideways scrolling of its own, at $width px (dark: $dark)',
    async (view) => {
      const opened = await browser.open(html, view);
      for (const lab of ['http10-short', 'websocket'])
        await opened.page.locator(`details[data-lab="${lab}"] summary`).click();
      await opened.page.evaluate(axe);
      const { violations } = (await opened.page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
      };
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
      expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        view.width,
      );
    },
    240_000,
  );

  it('shows markup, quotes, bidirectional and control characters from the wire as text', async () => {
    const path = '/<img/src=x/onerror=alert(1)>"\'\u202e\u0007</script><script>alert(2)</script>';
    const said = (direction: 'c2s' | 's2c', seq: number, text: string): TraceEvent => ({
      type: 'bytes',
      seq,
      at: seq,
      connection: 1,
      direction,
      bytes: Buffer.from(text),
    });
    const events: TraceEvent[] = [
      openEvent(1),
      said('c2s', 1, `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`),
      said('s2c', 2, `HTTP/1.1 200 OK\r\ncontent-type: <b>${path}\r\ncontent-length: 0\r\n\r\n`),
      said('c2s', 3, `<marquee>${path}\r\n\r\n`),
    ];
    const { stored } = report(result(`<img src=x onerror=alert(3)>`), { events: { observed: events } });
    const hostile = { stored, ...assess(stored) };
    const opened = await browser.open(render([hostile], [], await parts));
    for (const one of await opened.page.locator('.bar').all()) {
      await one.hover();
      // The card of the one may lie upon the next.
      await opened.page.keyboard.press('Escape');
      await opened.page.mouse.move(0, 0);
    }
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.locator('img, marquee, script').count()).toBe(2);
    const text = (await opened.page.textContent('body')) ?? '';
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0007]/);
    expect(text).toContain('<img src=x onerror=alert(3)>');
  });

  it('draws ten thousand messages, each of them', async () => {
    const messages = line(
      Array.from(
        { length: 5000 },
        (_, nth) => `c ${2 * nth}-${2 * nth} x${nth + 1}, s ${2 * nth + 1}-${2 * nth + 1} x${nth + 1}`,
      ).join(', '),
    );
    const many = report(result('many'), {
      transcripts: [{ question: 'reuse', connections: [messages], marks: [] }],
    });
    const opened = await browser.open(render([many], [], await parts));
    expect(await opened.page.locator('.connection .bar').count()).toBe(10_000);
    const drawn = await opened.page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd');
    console.log(`ten thousand messages: drawn ${Number(drawn).toFixed(0)} ms after the page was asked for`);
    await opened.page.evaluate(frames);
    for (let nth = 0; nth < 10; nth++) await opened.page.click(nth < 5 ? '#zoom-in' : '#zoom-out');
    await tellFrames(opened.page, 'ten thousand messages, while zooming');
    await opened.page.mouse.move(700, 500);
    for (let nth = 0; nth < 30; nth++) await opened.page.mouse.wheel(0, nth < 15 ? 200 : -200);
    await tellFrames(opened.page, 'ten thousand messages, while scrolling');
    await opened.page.locator('.connection .bar').nth(6000).focus();
    await opened.page.keyboard.press('ArrowRight');
    expect(await opened.page.locator('#card b').textContent()).toBe('server 3001: response');
    expect(opened.complaints).toEqual([]);
  });
});
