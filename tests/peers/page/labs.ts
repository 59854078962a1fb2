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

export const openAll = async (opened: OpenedPage) => opened.page.click('#open-all');
