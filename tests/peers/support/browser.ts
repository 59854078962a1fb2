/** Chromium, Debian's, without its errands to the network; a page is opened from disk and may ask for nothing else. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export const chromiumProof = ['--version'];

/** Loads a page that is at `{url}`, and prints it; `{profile}` is a folder that is not there yet. */
export const chromiumCommand = [
  ...['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server'],
  ...['--ignore-certificate-errors', '--user-data-dir={profile}', '--dump-dom', '{url}/page'],
];

export interface OpenedPage {
  page: Page;
  /** Console errors and warnings, uncaught errors, dialogs: what no page of ours should give. */
  complaints: string[];
  /** Everything that it asked for. */
  requests: string[];
}

export async function startBrowser(): Promise<Chromium> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  let files = 0;

  async function visit(url: string, { width = 1440, height = 900, dark = false }: View = {}) {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
    });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url);
    return { page, complaints, requests };
  }

  return {
    visit,
    async open(html, view) {
      const file = join(folder, `${++files}.html`);
      await writeFile(file, html);
      return visit(pathToFileURL(file).href, view);
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Chromium {
  /** As a page from disk. */
  open(html: string, view?: View): Promise<OpenedPage>;
  visit(url: string, view?: View): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** The times at which the browser gave frames. */
export const frames = `
  globalThis.stamps = [];
  const note = (at) => { stamps.push(at); requestAnimationFrame(note); };
  requestAnimationFrame(note);
`;

/** Says how long frames took since it was last asked: no test, for it says most about the machine. */
export async function tellFrames(page: Page, when: string): Promise<void> {
  const times = (await page.evaluate(
    'stamps.splice(0).flatMap((at, nth, all) => (nth === 0 ? [] : [at - all[nth - 1]]))',
  )) as number[];
  times.sort((a, b) => a - b);
  const share = (part: number) => `${times[Math.floor(part * (times.length - 1))]?.toFixed(0)} ms`;
  console.log(
    `${when}: ${times.length} frames, half within ${share(0.5)}, 99 of 100 within ${share(0.99)}, longest ${share(1)}`,
  );
}

interface View {
  width?: number;
  height?: number;
  dark?: boolean;
}
