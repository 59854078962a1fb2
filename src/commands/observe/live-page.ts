/**
 * `observe --page`: the page while it happens, on loopback alone. What the tap sees is noted at once and told a little
 * later, and never takes more than a small share of the time that the traffic needs.
 */
import { createHash, randomBytes } from 'node:crypto';
import fastify from 'fastify';
import type { Witness } from '../../assess/observe.ts';
import { createLiveBook } from '../../bench/live/book.ts';
import { createLiveLog } from '../../bench/live/log.ts';
import type { LabReport } from '../../model/report.ts';
import type { Language } from '../../report/language/language.ts';
import { livePage, liveTotals } from '../../report/page/live/live.ts';
import type { LiveSnapshot, LiveTotals } from '../../report/page/live/shapes.ts';
import { UsageError } from '../../usage-error.ts';
import { within } from '../../wire/within.ts';
import { lookIn } from '../output/look.ts';
import { languageCode, pageParts } from '../output/page.ts';
import { liveStreams } from './live-streams.ts';

/** Throws a UsageError if the port cannot be listened on. */
export async function openLivePage({ port, target, lang }: LivePageOptions): Promise<LivePage> {
  const { say } = await lookIn(lang);
  const parts = { ...(await pageParts('live/live.ts')), language: { code: languageCode(lang), say } };
  const book = createLiveBook({ connections: 1000, items: 20_000, each: 1000 }, say);
  const run = randomBytes(8).toString('hex');
  const log = createLiveLog(run);
  let front = '';
  let soFar: (() => LabReport) | null = null;
  let totals: LiveTotals | null = null;
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  /** When the totals were last made, and how long that took. */
  const counted = { at: Number.NEGATIVE_INFINITY, took: 0, due: false };

  const streams = liveStreams(log, () => {
    tellChanges(Number.POSITIVE_INFINITY);
    return log.snapshot(snapshot());
  });

  function snapshot(): LiveSnapshot {
    const { forgotten } = book.counts();
    return { what: 'snapshot', run, front, connections: book.present(), forgotten, totals, over };
  }

  /** Whether that was all. */
  function tellChanges(milliseconds: number): boolean {
    const began = performance.now();
    for (;;) {
      const events = book.changes(messagesAtOnce);
      for (const event of events) log.add(event);
      if (events.length === 0) return true;
      if (performance.now() - began > milliseconds) return false;
    }
  }

  function tellTotals(report: LabReport): void {
    const began = performance.now();
    totals = liveTotals(report, book.counts(), say);
    log.add(totals);
    counted.at = performance.now();
    counted.took = counted.at - began;
    counted.due = false;
  }

  function tell(): void {
    timer = null;
    const began = performance.now();
    const all = tellChanges(longestTurn);
    const wait = Math.max(totalsEvery, share * counted.took) - (began - counted.at);
    if (counted.due && soFar !== null && wait <= 0) tellTotals(soFar());
    streams.tell();
    const took = performance.now() - began;
    if (!all || counted.due) schedule(Math.max(all ? wait : pause, share * took));
    else rest = share * took;
  }

  function end(report: LabReport | null): void {
    if (over) return;
    tellChanges(Number.POSITIVE_INFINITY);
    if (report) tellTotals(report);
    log.add({ what: 'over' });
    over = true;
  }

  /** For how long to leave the traffic alone after the last time. */
  let rest = 0;
  function schedule(milliseconds: number): void {
    timer ??= setTimeout(tell, milliseconds).unref();
  }

  const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  app.addHook('onRequest', async ({ headers }, reply) => {
    reply.headers(guards);
    // A name of somebody else's that leads here would let his page read ours (DNS rebinding).
    if (!loopbackName.test(headers.host ?? '')) await reply.code(421).send('This page is for loopback.\n');
  });
  const text = livePage(target, parts);
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(parts.style)}'`,
    `script-src '${parts.scriptHash}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  app.get('/', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(text),
  );
  app.get('/events', ({ headers }, reply) => {
    if (streams.count() >= mostPages) {
      reply.code(503).send('Too many pages are open.\n');
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, { ...guards, 'content-type': 'text/event-stream' });
    const id = headers['last-event-id'];
    streams.open(reply.raw, typeof id === 'string' ? id : undefined);
  });

  const url = await app.listen({ host: '127.0.0.1', port }).catch(({ code, message }) => {
    throw new UsageError(`cannot listen on 127.0.0.1:${port} for the page: ${code ?? message}`);
  });

  return {
    url: `${url}/`,
    witness: book.witness,
    begin(at, report) {
      front = at;
      soFar = report;
      // For pages that were there before.
      log.add(snapshot());
    },
    changed() {
      counted.due = true;
      if (timer === null) schedule(Math.max(pause, rest));
    },
    over: end,
    async close() {
      end(null);
      if (timer) clearTimeout(timer);
      await within(streams.end(), patienceMilliseconds);
      await app.close();
    },
  };
}

/** Between one telling and the next; with `share`, how many times as long as it took is left to the traffic. */
const pause = 40;
const share = 10;
const totalsEvery = 250;
/** Milliseconds, and messages between one look at the clock and the next. */
const longestTurn = 15;
const messagesAtOnce = 100;
const mostPages = 32;
/** For how long a page that does not read is waited for at the end. */
const patienceMilliseconds = 2000;

const loopbackName = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const guards = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export interface LivePageOptions {
  /** 0: a free one. */
  port: number;
  target: string;
  lang?: Language | undefined;
}

export interface LivePage {
  url: string;
  /** Notes what happens. */
  witness: Witness;
  /** Where clients connect, and how to find out what holds so far. */
  begin(front: string, soFar: () => LabReport): void;
  /** After each event. */
  changed(): void;
  /** Nothing more comes; with what holds in the end. */
  over(report: LabReport): void;
  /** Tells every page all that it has not been told, that it is over at the latest, and ends. */
  close(): Promise<void>;
}
