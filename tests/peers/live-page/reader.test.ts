/** The live page is for whoever reads it: by pointer or keyboard, on a small screen or a large one, and only as text. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { pageOf } from '../../commands/observe/events.ts';
import { dial, observe } from '../../commands/observe/observed.ts';
import { type Chromium, chromiumProof, startBrowser } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { answered, bars, get, httpServer, lines, talk, text } from './pages.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeWithPeers('the live page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it.each([
    { width: 1920, height: 1080, dark: false },
    { width: 360, height: 740, dark: true },
  ])('has no fault that axe finds, and no sideways scrolling, at $width px (dark: $dark)', async (view) => {
    const observing = await observe(await httpServer(), '--page');
    const { page } = await browser.visit(pageOf(observing), view);
    await talk(observing, '/one', '/two');
    dial(observing.port).socket.end('this is not HTTP, nor anything\r\n\r\n');
    await talk(observing, '/three');
    await page.getByText('GET /three').waitFor();
    await expect.poll(() => page.locator('.verdict').count()).toBe(2);
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
    };
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(view.width);
  });

  it('shows markup, quotes, bidirectional and control characters from the wire as text', async () => {
    const path = '/<img/src=x/onerror=alert(1)>"\'</script><script>alert(2)</script>';
    const observing = await observe(await httpServer(), '--page');
    const { page, complaints, requests } = await browser.visit(pageOf(observing));
    await talk(observing, path);
    dial(observing.port).socket.end(
      '<marquee>\u202e\u0007\u001b[2J</marquee>\n<img src=x onerror=alert(3)>\n',
    );
    await page.getByText('GET /<img').waitFor();
    await expect.poll(() => lines(page).count()).toBe(2);
    for (const one of [bars(page).first(), bars(page).last()]) {
      await one.hover();
      // The card of the one may lie upon the other.
      await page.keyboard.press('Escape');
      await page.mouse.move(0, 0);
    }
    expect(await page.locator('img, marquee, script').count()).toBe(2);
    expect((await text(page, 'body')) ?? '').not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0007\u001b]/);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(2);
  });

  it('leaves the focus on the message that has it, and holds the picture when it is told to', async () => {
    const observing = await observe(await httpServer(), '--page');
    const { page } = await browser.visit(pageOf(observing));
    const line = await talk(observing, '/1', '/2');
    await expect.poll(() => bars(page).count()).toBe(4);
    await bars(page).first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await text(page, '#card b')).toBe('client 2: GET /2');
    line.socket.write(get('/3'));
    await expect.poll(() => bars(page).count()).toBe(6);
    expect(await text(page, ':focus')).toBe('GET /2');
    await page.keyboard.press('End');
    expect(await text(page, ':focus')).toBe('200');

    await page.click('#hold');
    await expect.poll(() => text(page, '#state')).toContain('held');
    line.socket.write(get('/4'));
    await answered(line, 4);
    const other = await talk(observing, '/other');
    await expect.poll(() => text(page, '#count')).toBe('connections 2, open 2');
    expect(await bars(page).count()).toBe(6);
    await page.click('#hold');
    await expect.poll(() => bars(page).count()).toBe(10);
    await page.fill('#filter', '/other');
    await expect.poll(() => page.locator('.connection .bar:not(.off)').count()).toBe(1);
    other.socket.write(get('/other/again'));
    await expect.poll(() => page.locator('.connection .bar:not(.off)').count()).toBe(2);
    await page.click('input[value=time]');
    await expect.poll(() => text(page, '.axis')).toMatch(/ ms/);
  });
});
