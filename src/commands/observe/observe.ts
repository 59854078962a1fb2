/** `observe --to HOST:PORT`: stands between clients and a server until ^C, the time is up, or COMMAND has ended. */
import { setTimeout as delay } from 'node:timers/promises';
import { measureStream } from '../../assess/observe.ts';
import { runCommand } from '../../bench/child.ts';
import { createLiveTerminal } from '../../bench/live/terminal.ts';
import {
  descriptorLimit,
  type LiveOptions,
  type LiveTap,
  openLiveTap,
  Unreachable,
} from '../../bench/observe-live.ts';
import { clientLeft, type TraceEvent } from '../../model/trace.ts';
import { observeTable } from '../../report/real/observe.ts';
import { details } from '../../report/run/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { openScope, type Scope } from '../../wire/scope.ts';
import { noDescriptors } from '../../wire/tap.ts';
import { within } from '../../wire/within.ts';
import { hostAndPort, listenAddress } from '../addresses.ts';
import { credentials } from '../asked/credentials.ts';
import { deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { note } from '../output/output.ts';
import { reportFiles } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import { firstSignal } from '../signals.ts';
import { keepGarbageYoung } from './garbage.ts';
import { openGrowingFiles } from './growing-files.ts';
import { type LivePage, openLivePage } from './live-page.ts';

export interface ObserveCommand extends ReportOptions {
  to: string;
  listen?: string;
  tls?: boolean;
  /** PEM files: what clients are shown, instead of a certificate for the occasion. */
  cert?: string;
  key?: string;
  for?: number;
  /** Without a number: on a free port. */
  page?: number | true;
}

/** How long what is still in flight may take to end once the clients have gone. */
const patienceMilliseconds = 5000;

/** Exit code 0 whatever was found. Throws a UsageError if the server was never reached or COMMAND cannot be run. */
export async function observe(command: readonly string[], options: ObserveCommand): Promise<number> {
  const passed = keepGarbageYoung();
  const scope = openScope();
  try {
    return await observeIn(scope, passed, command, options);
  } finally {
    await scope.close();
  }
}

/** `passed`: told of bytes that have passed. */
async function observeIn(
  scope: Scope,
  passed: (bytes: number) => void,
  command: readonly string[],
  options: ObserveCommand,
): Promise<number> {
  const to = hostAndPort(options.to, '--to');
  const target = options.to;
  // What nobody sees is not made.
  const terminal =
    options.quiet || !process.stderr.isTTY
      ? null
      : createLiveTerminal((line) => note(printable(line), false));
  const page = await openPage(scope, options);
  const witnesses = [terminal, page].flatMap((shown) => shown?.witness ?? []);
  const measuring = measureStream({ lab: 'observe', target, on: null }, ...witnesses);
  const began = Date.now();
  const growing = await openGrowingFiles(scope, target, began, options);
  const reached = { yes: false, code: '' };
  let over = false;
  let isFull = false;
  const listener = (event: TraceEvent) => {
    if (over || event.type === 'mark') return;
    // A client that leaves before the server is reached says nothing of the server.
    if (event.type === 'error') {
      if (event.code === noDescriptors) {
        if (!isFull) note(`clients are turned away: ${asManyAsMay()}`, options.quiet);
        isFull = true;
      } else if (event.code !== clientLeft) reached.code ||= event.code;
    }
    for (const file of growing) file.write(event);
    if (event.type === 'bytes') passed(event.bytes.length);
    measuring.push(event);
    terminal?.event(event);
    page?.changed();
  };
  const onReached = (connection: number) => {
    if (over) return;
    reached.yes = true;
    for (const file of growing) {
      file.begin();
      file.reached?.(connection);
    }
  };
  const tap = await open(scope, to, options, { listener, onReached });
  // With TLS it is reached before it is observed.
  if (options.tls) {
    reached.yes = true;
    for (const file of growing) file.begin();
  }
  scope.defer(() => {
    over = true;
  });
  page?.begin(urlOf(tap, options), measuring.soFar);
  await untilTheEnd(tap, command, options);
  over = true;
  const report = measuring.report();
  page?.over(report);
  if (!reached.yes && reached.code !== '') throw cannotReach(target, reached.code);
  const { trace: _, pcap: __, ...finished } = options;
  return deliver(
    {
      table: (look) => [
        observeTable(report, look),
        ...(options.verbose ? [`\n${details(report, look)}`] : []),
      ],
      json: resultFile([report.result], false),
      files: [
        ...growing.map(({ name, finish }) => ({ name, write: () => finish(report) })),
        ...reportFiles({ reports: [report], began }, finished),
      ],
    },
    options,
  );
}

const asManyAsMay = (): string =>
  `each takes two files, and this process may have ${descriptorLimit()} open (ulimit -n)`;

/** Nothing where none is asked for. */
async function openPage(scope: Scope, options: ObserveCommand): Promise<LivePage | null> {
  const { page: asked, to: target, lang, quiet } = options;
  if (asked === undefined) return null;
  const page = await openLivePage({ port: asked === true ? 0 : asked, target, lang });
  scope.defer(() => page.close());
  // Nobody knows a free port who is not told.
  note(`the page is at ${page.url}`, quiet && asked !== true);
  return page;
}

async function open(
  scope: Scope,
  to: { host: string; port: number },
  { listen, tls = false, cert, key, to: target }: ObserveCommand,
  told: Pick<LiveOptions, 'listener' | 'onReached'>,
): Promise<LiveTap> {
  const at = listen === undefined ? {} : listenAddress(listen);
  if (!tls && (cert ?? key) !== undefined)
    throw new UsageError(`--${cert === undefined ? 'key' : 'cert'} needs --tls`);
  const own = credentials(cert, key);
  try {
    const tap = await openLiveTap({ to, at, tls, ...(own === null ? {} : { own }), ...told });
    scope.defer(() => tap.close());
    return tap;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Unreachable) throw cannotReach(target, message);
    throw new UsageError(`cannot listen on ${listen ?? 'loopback'}: ${code ?? message}`);
  }
}

/** Until the first of: a signal, the time, the end of COMMAND; then until what is in flight has ended. */
async function untilTheEnd(tap: LiveTap, command: readonly string[], options: ObserveCommand): Promise<void> {
  const { port } = tap.address;
  const url = urlOf(tap, options);
  const chosen = options.listen === undefined || listenAddress(options.listen).port === 0;
  // A free port is known to nobody who is not told, but to COMMAND.
  note(`listening on ${url} for ${printable(options.to)}`, options.quiet && (!chosen || command.length > 0));
  const signal = firstSignal();
  try {
    const child = command.length > 0 ? await started(command, { url, port }) : null;
    signal.second = () => child?.stop('SIGKILL');
    const over = new AbortController();
    const time =
      options.for === undefined ? [] : [delay(options.for * 1000, 'time', { signal: over.signal })];
    const ended = child ? [child.ended] : [];
    const why = await Promise.race([signal.came, ...time, ...ended]);
    over.abort();
    for (const waited of time) waited.catch(() => {});
    if (!child) return;
    if (why === 'signal' || why === 'time') child.stop('SIGTERM');
    const said = await within(child.ended, patienceMilliseconds);
    if (said === null) child.stop('SIGKILL');
    note(`${printable(command[0] ?? '')} ended: ${said ?? 'it was killed'}`, options.quiet);
    await within(tap.quiet(), patienceMilliseconds);
  } finally {
    signal.forget();
  }
}

/** Where a client on this machine connects. */
function urlOf({ address: { host, port } }: LiveTap, { tls }: ObserveCommand): string {
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

const cannotReach = (target: string, code: string) =>
  new UsageError(`cannot reach ${printable(target)}: ${code}`);
