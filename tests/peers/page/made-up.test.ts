/** The page of what no lab says: text that means harm, and very many messages. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { pageParts } from '../../../src/commands/output/page.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { page as render } from '../../../src/report/page/page.ts';
import { line, openEvent, report, result } from '../../report/fixtures.ts';
import { type Chromium, chromiumProof, frames, startBrowser, tellFrames } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';

describeWithPeers('the page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  const parts = pageParts();

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

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
