/** The live page under very many messages and connections. */
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { pageOf } from '../../commands/observe/events.ts';
import { dial, factsOf, observe } from '../../commands/observe/observed.ts';
import { type Chromium, chromiumProof, frames, startBrowser, tellFrames } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { answered, bars, get, httpServer, lines, talk, text } from './pages.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describeWithPeers('the live page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it('draws the newest of very many messages on one connection, and says how many came before', async () => {
    const observing = await observe(await httpServer(), '--page');
    const { page } = await browser.visit(pageOf(observing));
    const line = dial(observing.port);
    line.socket.write(get('/many').repeat(3000));
    await answered(line, 3000);
    await expect
      .poll(() => text(page, '.figures'), { timeout: 30_000 })
      .toContain('3000 from the client, 3000 from the server');
    await expect.poll(() => text(page, '.row-name')).toMatch(/^\+\d+ … $/);
    const before = Number(/\d+/.exec((await text(page, '.row-name')) ?? '')?.[0]);
    expect((await bars(page).count()) + before).toBe(6000);
    expect(before).toBeGreaterThanOrEqual(4000);
  });

  it('answers while a thousand connections with ten thousand messages come', async () => {
    const observing = await observe(await httpServer(), '--page', '--json', '-');
    const { page, complaints } = await browser.visit(pageOf(observing));
    await page.evaluate(frames);
    const sockets: Socket[] = [];
    for (let nth = 0; nth < 1000; nth++) {
      const line = await talk(observing, '/1', '/2', '/3', '/4', '/5');
      sockets.push(line.socket);
      // In the midst of it the page is used.
      if (nth % 250 === 125) {
        await page.locator('#filter').pressSequentially('5');
        await expect.poll(() => text(page, '#found')).toMatch(/messages match$/);
        await page.fill('#filter', '');
      }
    }
    await expect.poll(() => text(page, '#count'), { timeout: 60_000 }).toBe('connections 1000, open 1000');
    await expect.poll(() => bars(page).count(), { timeout: 60_000 }).toBe(2000);
    await tellFrames(page, 'while they came');
    // The rest when it is asked for.
    for (let more = 400; more <= 1000; more += 200) {
      // By the button itself: what is drawn meanwhile moves it from under the pointer, and the focus away from it.
      await page.locator('button.more').dispatchEvent('click');
      await expect.poll(() => bars(page).count(), { timeout: 60_000 }).toBe(10 * more);
    }
    expect(await page.locator('button.more').isVisible()).toBe(false);
    await tellFrames(page, 'with all of them drawn');
    for (const socket of sockets) socket.destroy();
    const { connections, messages } = factsOf(await observing.stop());
    expect([connections, messages.c2s + messages.s2c]).toEqual([1000, 10_000]);
    expect(await lines(page).count()).toBe(1000);
    expect(complaints.filter((line) => !line.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  });
});
