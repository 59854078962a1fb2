/** The live page shows what a real `observe` passes on, as it happens, whatever becomes of the connection between them. */
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { pageOf } from '../../commands/observe/events.ts';
import { dial, factsOf, observe, resultOf } from '../../commands/observe/observed.ts';
import { type Chromium, chromiumProof, startBrowser } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { answered, bars, get, httpServer, lines, talk, text } from './pages.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describeWithPeers('the live page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it('shows a connection while it is open, and in the end what the result counts', async () => {
    const observing = await observe(await httpServer(), '--page', '--json', '-');
    const url = pageOf(observing);
    const { page, complaints, requests } = await browser.visit(url);
    await expect.poll(() => text(page, '#state')).toBe('live: what happens is shown as it happens');
    expect(await text(page, '#count')).toBe('nothing has crossed yet');
    await page.evaluate(firstShown);
    const dialled = Date.now();
    const opened = dial(observing.port);
    await lines(page).first().waitFor();
    console.log(`shown ${((await page.evaluate('shownAt')) as number) - dialled} ms after it was opened`);
    // It is still open, for nobody but this test can close it.
    expect(await lines(page).locator('.end').count()).toBe(0);
    opened.socket.write(get('/first'));
    await page.getByText('GET /first').waitFor();
    for (const path of ['/a', '/b', '/c']) await talk(observing, path, `${path}/again`);
    await expect.poll(() => bars(page).count()).toBe(14);
    const evidence = page.locator('.connection .bar.evidence');
    await expect.poll(() => page.locator('.verdict').count()).toBe(2);
    await page.locator('.verdict').first().hover();
    await expect.poll(() => evidence.allTextContents()).toEqual(['GET /first']);
    // Its connection is drawn anew, and it is still pointed at.
    opened.socket.write(get('/last'));
    await page.getByText('GET /last').waitFor();
    expect(await evidence.allTextContents()).toEqual(['GET /first']);
    await answered(opened, 2);
    opened.socket.end();
    await opened.over;
    expect(complaints).toEqual([]);
    expect([...new Set(requests)]).toEqual([url, `${url}events`]);

    const ended = await observing.stop();
    await expect.poll(() => text(page, '#state')).toBe('the observation is over: this is what was seen');
    const facts = factsOf(ended);
    const turns = page.locator('.connection .turn');
    expect({
      connections: await lines(page).count(),
      c2s: await page.locator('.connection .bar.c2s').count(),
      s2c: await page.locator('.connection .bar.s2c').count(),
      turnarounds: await turns.count(),
      switchBacks: await page.locator('.connection .turn.back').count(),
    }).toEqual({
      connections: facts.connections,
      ...facts.messages,
      turnarounds: facts.turnarounds,
      switchBacks: facts.switchBacks,
    });
    expect(await text(page, '#count')).toBe('connections 4, open 3');
    const { observed } = resultOf(ended).verdicts ?? {};
    expect(await page.locator('.verdict .because').allTextContents()).toEqual([
      observed?.wire.because,
      observed?.conversation.because,
    ]);
  });

  it('survives the restart of its server: it says that it waits, then shows the new observation', async () => {
    const server = await httpServer();
    const first = await observe(server, '--page');
    const url = pageOf(first);
    const { page } = await browser.visit(url);
    await talk(first, '/of-the-first');
    await page.getByText('GET /of-the-first').waitFor();
    // The answer may be told a moment after its request, and then it must not be too late.
    await expect.poll(() => bars(page).count()).toBe(2);
    first.child.kill('SIGKILL');
    await expect.poll(() => text(page, '#state')).toContain('cannot be reached: trying again');
    await expect.poll(() => bars(page).count()).toBe(2);

    const second = await observe(server, '--page', new URL(url).port);
    await talk(second, '/of-the-second');
    await page.getByText('GET /of-the-second').waitFor({ timeout: 60_000 });
    expect(await text(page, '#state')).toContain('another observation has begun');
    await expect.poll(() => bars(page).count()).toBe(2);
    await talk(second, '/and-on');
    await page.getByText('GET /and-on').waitFor();
  });

  it('also where the first observation was over: it stays as it is until there is another', async () => {
    const server = await httpServer();
    const first = await observe(server, '--page');
    const url = pageOf(first);
    const { page } = await browser.visit(url);
    await talk(first, '/of-the-first');
    await page.getByText('GET /of-the-first').waitFor();
    await first.stop();
    await expect.poll(() => text(page, '#state')).toContain('is over');
    await expect.poll(() => bars(page).count()).toBe(2);
    const second = await observe(server, '--page', new URL(url).port);
    await talk(second, '/of-the-second');
    await page.getByText('GET /of-the-second').waitFor({ timeout: 60_000 });
    await expect.poll(() => bars(page).count()).toBe(2);
  });

  it('loses nothing where the connection to its server breaks', async () => {
    const observing = await observe(await httpServer(), '--page');
    const wire = await between(Number(new URL(pageOf(observing)).port));
    const { page } = await browser.visit(`http://127.0.0.1:${wire.port}/`);
    await talk(observing, '/before');
    await page.getByText('GET /before').waitFor();
    wire.cut();
    await talk(observing, '/meanwhile');
    wire.mend();
    await talk(observing, '/after');
    await page.getByText('GET /after').waitFor({ timeout: 60_000 });
    expect((await bars(page).allTextContents()).filter((label) => label !== '200')).toEqual([
      'GET /after',
      'GET /meanwhile',
      'GET /before',
    ]);
    expect(wire.requests().at(-1)).toMatch(/^last-event-id: [0-9a-f]{16}-\d+\r$/im);
    expect(await text(page, '#state')).toContain('live');
  });
});

/** When the first connection is on the page, by the same clock as the test's. */
const firstShown = `
  new MutationObserver((_, watching) => {
    if (!document.querySelector('.connection')) return;
    globalThis.shownAt = Date.now();
    watching.disconnect();
  }).observe(document, { childList: true, subtree: true });
`;

/** Passes on bytes to a port of loopback, until it is cut; keeps what clients asked for. */
async function between(to: number) {
  let whole = true;
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server = createServer((front) => {
    if (!whole) {
      front.destroy();
      return;
    }
    const back = connect(to, '127.0.0.1');
    for (const socket of [front, back]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        front.destroy();
        back.destroy();
      });
    }
    front.on('data', (bytes) => asked.push(bytes.toString('latin1')));
    front.pipe(back).pipe(front);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    mend() {
      whole = true;
    },
    requests: () => asked,
  };
}
