/** Makes the README's picture: `npx tsx tests/peers/picture.ts PAGE.html PICTURE.png` shows a page's first picture. */
import { readFile } from 'node:fs/promises';
import { startBrowser } from './browser.ts';

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('it takes a page and the name of a picture');

const browser = await startBrowser();
const { page } = await browser.open(await readFile(from, 'utf8'), { width: 1100, height: 1000 });
await page.click('#pictures input[value="2"]');
await page.locator('#pictures').screenshot({ path: to });
await browser.close();
