/** The page of real labs opens from disk without a complaint, draws what the result says, and everybody can read it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageParts } from '../../../src/commands/output/page.ts';
import type { LabReport } from '../../../src/model/report.ts';
import { page as render } from '../../../src/report/page/page.ts';
import { type Chromium, chromiumProof, startBrowser } from '../support/browser.ts';
import { describeWithPeers } from '../support/programs.ts';
import { labReports, openAll, openLab } from './labs.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeWithPeers('the page in Chromium', { chromium: chromiumProof }, () => {
  let browser: Chromium;
  let reports: LabReport[];
  let html = '';
  const parts = pageParts();

  beforeAll(async () => {
    browser = await startBrowser();
    reports = await labReports();
    html = render(reports, [], await parts);
  });
  afterAll(() => browser?.close());

  it('opens from disk with no complaint and no request to anywhere', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    expect(opened.complaints).toEqual([]);
    expect(opened.requests.map((url) => new URL(url).protocol)).toEqual(['file:']);
  });

  it('draws as many connections, messages, overlaps and turnarounds as the result counts', async () => {
    const opened = await browser.open(html);
    await openAll(opened);
    for (const { result: counted } of reports)
      for (const [question, facts] of Object.entries(counted.facts ?? {})) {
        const figure = opened.page.locator(
          `details[data-lab="${counted.lab}"] figure[data-question="${question}"]`,
        );
        const pairs = await figure
          .locator('.overlap')
          .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-pairs'))));
        expect({
          question,
          connections: await figure.locator('.connection').count(),
          messages: {
            c2s: await figure.locator('.bar.c2s').count(),
            s2c: await figure.locator('.bar.s2c').count(),
          },
          overlaps: pairs.reduce((sum, one) => sum + one, 0),
          turnarounds: await figure.locator('.turn').count(),
          switchBacks: await figure.locator('.turn.back').count(),
        }).toEqual({
          question,
          connections: facts.connections,
          messages: facts.messages,
          overlaps: facts.overlaps,
          turnarounds: facts.turnarounds,
          switchBacks: facts.switchBacks,
        });
      }
  });

  it.each([
    { width: 1920, height: 1080, dark: false },
    { width: 360, height: 740, dark: true },
  ])(
    'has no fault that axe finds, and no sideways scrolling of its own, at $width px (dark: $dark)',
    async (view) => {
      const opened = await browser.open(html, view);
      for (const lab of ['http10-short', 'websocket']) await openLab(opened, lab);
      await opened.page.evaluate(axe);
      const { violations } = (await opened.page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
      };
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
      expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        view.width,
      );
    },
    240_000,
  );
});
