/** The live page in a real browser, while a real `observe` passes on what clients and a server say to each other. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { pageOf } from '../commands/observe/events.ts';
import { dial, factsOf, type Observing, observe, resultOf, serve } from '../commands/observe/observed.ts';
import { type Chromium, chromiumProof, frames, startBrowser, tellFrames } from './support/browser.ts';
import { describeWithPeers } from './support/programs.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Answers each request at once. */
const httpServer = (): Promise<number> =>
  serve((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        text = text.slice(end + 4);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }
    });
    socket.on('end', () => socket.end());
  });

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** So many exchanges on a connection, which stays open. */
async function talk({ port }: Observing, ...paths: string[]) {
  const line = dial(port);
  for (const [nth, path] of paths.entries()) {
    line.socket.write(get(path));
    await answered(line, nth + 1);
  }
  return line;
}

/** Resolves once so many answers have come. */
async function answered(line: ReturnType<typeof dial>, count: number): Promise<void> {
  await line.got(Array(count).fill('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok').join(''));
}

const text = (page: Page, selector: string) => page.locator(selector).textContent();
const lines = (page: Page) => page.locator('.connection');
const bars = (page: Page) => page.locator('.connection .bar');

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
    first.child.kill('SIGKILL');
    await expect.poll(() => text(page, '#state')).toContain('cannot be reached: trying again');
    expect(await bars(page).count()).toBe(2);

    const second = await observe(server, '--page', new URL(url).port);
    await talk(second, '/of-the-second');
    await page.getByText('GET /of-the-second').waitFor({ timeout: 60_000 });
    expect(await text(page, '#state')).toContain('another observation has begun');
    expect(await bars(page).count()).toBe(2);
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
    expect(await bars(page).count()).toBe(2);
    const second = await observe(server, '--page', new URL(url).port);
    await talk(second, '/of-the-second');
    await page.getByText('GET /of-the-second').waitFor({ timeout: 60_000 });
    expect(await bars(page).count()).toBe(2);
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
      // With the keyboard: what is drawn meanwhile moves the button from under the pointer.
      await page.locator('button.more').press('Enter');
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
