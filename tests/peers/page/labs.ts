/** The page of real labs: run once for a file of tests. */
import { assess } from '../../../src/assess/assess.ts';
import { findLabs } from '../../../src/bench/find-labs.ts';
import { runLab } from '../../../src/bench/run-lab.ts';
import type { LabReport } from '../../../src/model/report.ts';
import type { OpenedPage } from '../support/browser.ts';

/** Among them FIN, overlaps, pushes, streams at once, WebSocket, datagrams, and violations. */
const labs = ['http10-short', 'http11-pipelining', 'http2-push', 'websocket', 'reference-television'];

export const labReports = async (): Promise<LabReport[]> =>
  Promise.all(
    (await findLabs(labs)).map(async (found) => {
      if ('error' in found) throw found.error;
      const stored = await runLab(found.id, found.lab);
      return { stored, ...assess(stored) };
    }),
  );

export const openAll = async ({ page }: Pick<OpenedPage, 'page'>): Promise<void> => {
  await page.click('#open-all');
  await none(page, 'details.lab:not([open])');
  await drawn(page);
};

export const openLab = async ({ page }: Pick<OpenedPage, 'page'>, lab: string): Promise<void> => {
  const details = page.locator(`details[data-lab="${lab}"]`);
  // What moves while a busy machine still draws can be missed.
  while ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await drawn(page);
};

/** A lab is drawn when the browser says that it is open, which is after it was opened. */
const drawn = (page: OpenedPage['page']) => none(page, 'details.lab[open] .plot:empty');

/** The page lets no text be run as a script, which is what other ways of waiting do. */
const none = (page: OpenedPage['page'], selector: string) =>
  page.waitForSelector(selector, { state: 'detached' });
