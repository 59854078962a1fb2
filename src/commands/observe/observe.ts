/** `observe --to HOST:PORT`: stands between clients and a server until ^C, the time is up, or COMMAND has ended. */
import { setTimeout as delay } from 'node:timers/promises';
import { measureStream } from '../../assess/observe.ts';
import { runCommand } from '../../bench/child.ts';
import { liveLines } from '../../bench/live/lines.ts';
import { type LiveTap, openLiveTap, Unreachable } from '../../bench/observe-live.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { TraceEvent } from '../../model/trace.ts';
import type { Language } from '../../report/language/index.ts';
import { observeTable } from '../../report/real/observe.ts';
import { details } from '../../report/run/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { openCaptureFile } from '../output/capture-file.ts';
import { type FileOptions, sayHowToRead, writeFiles } from '../output/files.ts';
import { lookIn } from '../output/look.ts';
import { complain, print, writeJson } from '../output/output.ts';
import { writePage } from '../output/page.ts';
import { openTraceFile } from '../output/trace-file.ts';
import { resultFile } from '../run.ts';
import { hostAndPort, listenAddress } from './addresses.ts';
import { type LivePage, openLivePage } from './live-page.ts';

export interface ObserveCommand extends FileOptions {
  to: string;
  listen?: string;
  tls?: boolean;
  for?: number;
  json?: string;
  trace?: string;
  html?: string;
  /** Without a number: on a free port. */
  page?: number | true;
  verbose?: boolean;
  lang?: Language;
}

/** How long what is still in flight may take to end once the clients have gone. */
const patienceMilliseconds = 5000;

/** Exit code 0 whatever was found. Throws a UsageError if the server was never reached or COMMAND cannot be run. */
export async function observe(command: readonly string[], options: ObserveCommand): Promise<number> {
  const to = hostAndPort(options.to, '--to');
  const target = options.to;
  const lines = liveLines((line) => (process.stderr.isTTY ? complain(printable(line)) : undefined));
  const page = await openPage(options);
  const witnesses = page ? [lines.witness, page.witness] : [lines.witness];
  const measuring = measureStream({ lab: 'observe', target, on: null }, ...witnesses);
  const began = Date.now();
  /** A page that stays open would keep the program from ending. */
  const giveUp = async (error: unknown): Promise<never> => {
    await page?.close();
    throw error;
  };
  const file = options.trace === undefined ? null : await openTraceFile(options.trace, target).catch(giveUp);
  const capture =
    options.pcap === undefined ? null : await openCaptureFile(options.pcap, target, began).catch(giveUp);
  const reached = { yes: false, code: '' };
  let over = false;
  const tap = await open(to, options, (event) => {
    if (over || event.type === 'mark') return;
    file?.write(event);
    capture?.write(event);
    measuring.push(event);
    lines.event(event);
    page?.changed();
    noteReached(reached, event);
  }).catch(giveUp);
  page?.begin(urlOf(tap, options), measuring.soFar);
  try {
    await untilTheEnd(tap, command, options);
    over = true;
    const report = measuring.report();
    page?.over(report);
    // With TLS it was reached before it was observed.
    if (!options.tls && !reached.yes && reached.code !== '') throw cannotReach(target, reached.code);
    await show(report, options);
    if (options.html !== undefined) await writePage(options.html, [report], { lang: options.lang });
    const { pcap, ...files } = options;
    await writeFiles([report], files, began);
    if (pcap !== undefined) sayHowToRead(pcap, [report]);
    file?.close();
    capture?.close();
    return 0;
  } finally {
    over = true;
    await Promise.all([tap.close(), page?.close()]);
  }
}

/** Nothing where none is asked for. */
async function openPage({ page: asked, to: target, lang }: ObserveCommand): Promise<LivePage | null> {
  if (asked === undefined) return null;
  const page = await openLivePage({ port: asked === true ? 0 : asked, target, lang });
  complain(`the page is at ${page.url}`);
  return page;
}

async function open(
  to: { host: string; port: number },
  { listen, tls = false, to: target }: ObserveCommand,
  listener: (event: TraceEvent) => void,
): Promise<LiveTap> {
  const at = listen === undefined ? {} : listenAddress(listen);
  try {
    return await openLiveTap({ to, at, tls, listener });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Unreachable) throw cannotReach(target, message);
    throw new UsageError(`cannot listen on ${listen ?? 'loopback'}: ${code ?? message}`);
  }
}

/** Until the first of: a signal, the time, the end of COMMAND; then until what is in flight has ended. */
async function untilTheEnd(tap: LiveTap, command: readonly string[], options: ObserveCommand): Promise<void> {
  const { port } = tap.front;
  const url = urlOf(tap, options);
  complain(`listening on ${url} for ${printable(options.to)}`);
  const signal = firstSignal();
  try {
    const child = command.length > 0 ? await started(command, { url, port }) : null;
    const over = new AbortController();
    const time =
      options.for === undefined ? [] : [delay(options.for * 1000, 'time', { signal: over.signal })];
    const ended = child ? [child.ended] : [];
    const why = await Promise.race([signal.came, ...time, ...ended]);
    over.abort();
    for (const waited of time) waited.catch(() => {});
    if (!child) return;
    if (why === 'signal' || why === 'time') child.stop('SIGTERM');
    const said = await within(child.ended);
    if (said === null) child.stop('SIGKILL');
    complain(`${printable(command[0] ?? '')} ended: ${said ?? 'it was killed'}`);
    await within(tap.quiet());
  } finally {
    signal.forget();
  }
}

/** Where a client on this machine connects. */
function urlOf({ front: { host, port } }: LiveTap, { tls }: ObserveCommand): string {
  const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${tls ? 'https' : 'http'}://${named.includes(':') ? `[${named}]` : named}:${port}`;
}

async function started(command: readonly string[], tap: { url: string; port: number }) {
  try {
    return await runCommand(command, tap);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot run ${printable(command[0] ?? '')}: ${code ?? message}`);
  }
}

/** The first signal ends the observation; after the second nothing is waited for. */
function firstSignal(): { came: Promise<'signal'>; forget(): void } {
  let tell: (what: 'signal') => void = () => {};
  let times = 0;
  const onSignal = () => {
    times += 1;
    if (times > 1) process.exit(130);
    tell('signal');
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    came: new Promise((resolve) => {
      tell = resolve;
    }),
    forget() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Null if it does not come in time. */
async function within<T>(what: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const late = delay(patienceMilliseconds, null, { signal: over.signal }).catch(() => null);
  const first = await Promise.race([what, late]);
  over.abort();
  return first;
}

/** A client that leaves before the server is reached says nothing of the server. */
function noteReached(reached: { yes: boolean; code: string }, event: TraceEvent): void {
  if (event.type === 'open' && !event.control && event.back.tap !== null) reached.yes = true;
  if (event.type === 'error' && event.code !== 'ECONNABORTED') reached.code ||= event.code;
}

const cannotReach = (target: string, code: string) =>
  new UsageError(`cannot reach ${printable(target)}: ${code}`);

async function show(report: LabReport, { json, verbose, lang }: ObserveCommand): Promise<void> {
  const look = await lookIn(lang);
  const results: LabResult[] = [report.result];
  if (json !== '-') {
    print(observeTable(report, look));
    if (verbose) print(`\n${details(report, look)}`);
  }
  if (json !== undefined) await writeJson(json, resultFile(results, false));
}
