/** What the tests of the live page say over connections, and where they look on the page. */
import type { Page } from 'playwright-core';
import { dial, type Observing, serve } from '../../commands/observe/observed.ts';

/** Answers each request at once. */
export const httpServer = (): Promise<number> =>
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

export const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** So many exchanges on a connection, which stays open. */
export async function talk({ port }: Observing, ...paths: string[]) {
  const line = dial(port);
  for (const [nth, path] of paths.entries()) {
    line.socket.write(get(path));
    await answered(line, nth + 1);
  }
  return line;
}

/** Resolves once so many answers have come. */
export async function answered(line: ReturnType<typeof dial>, count: number): Promise<void> {
  await line.got(Array(count).fill('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok').join(''));
}

export const text = (page: Page, selector: string) => page.locator(selector).textContent();
export const lines = (page: Page) => page.locator('.connection');
export const bars = (page: Page) => page.locator('.connection .bar');
