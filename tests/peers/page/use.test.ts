/** The page can be used: by pointer and by keyboard one finds, enlarges and follows what it shows. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageParts } from '../../../src/commands/output/page.ts';
import type { LabReport } from '../../../src/model/report.ts';
import { page as render } from '../../../src/report/page/page.ts';
import { type Chromium, chromiumProof, type OpenedPage, startBrowser } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { labReports, openAll, openLab } from './labs.ts';

describeWithPeers('the page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  let reports: LabReport[];
  let html = '';
  const parts = pageParts();

  beforeAll(async () => {
    browser = await startBrowser();
    reports = await labReports();
    html = render(reports, [], await parts);
  });
  afterAll(() => browser?.close());

  const bar = ({ page }: OpenedPage, lab: string, question: string, nth = 0) =>
    page.locator(`details[data-lab="${lab}"] [data-question="${question}"] .bar`).nth(nth);

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
    // The card of the bar that has the focus may lie where the pointer is to go.
    await opened.page.keyboard.press('Escape');
    await plane.hover();
    await opened.page.keyboard.down('Control');
    await opened.page.mouse.wheel(0, -200);
    await opened.page.keyboard.up('Control');
    await expect.poll(width).toBeCloseTo(2 * whole, 0);
  });

  it('lights up the evidence of the verdict that is pointed at, and goes there when it is pressed', async () => {
    const opened = await browser.open(html);
    const verdict = opened.page.locator('details[data-lab="http2-push"] .verdict').first();
    await openLab(opened, 'http2-push');
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
});
