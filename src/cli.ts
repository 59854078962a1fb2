/**
 * The command line: parses, calls, and turns what comes back into an exit code. The contract is in the README.
 * A command is loaded when it is called: reading a capture needs no server, and starts in half the time without.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { CompareCommand } from './commands/compare.ts';
import type { ObserveCommand } from './commands/observe/observe.ts';
import type { ReportOptions } from './commands/output/options.ts';
import { complain, printEvenUnread } from './commands/output/output.ts';
import { checkFiles } from './commands/output/wanted-files.ts';
import type { ProbeCommand } from './commands/probe/probe.ts';
import type { ReadCommand } from './commands/read/read.ts';
import type { ThroughCommand } from './commands/through.ts';
import { type Language, languages } from './report/language/language.ts';
import { printable } from './report/words/text.ts';
import { UsageError } from './usage-error.ts';

/** Resolves with the exit code: 0 all ran, 1 a lab failed or timed out, 2 bad usage or an unreachable target. */
export async function main(argv: string[]): Promise<number> {
  let code = 0;
  const program = new Command('http-version-lab')
    .description(
      'Puts HTTP versions on a bench, records the bytes, and judges which are simplex, half-duplex or full-duplex.',
    )
    .exitOverride()
    .hook('preAction', (_, command) => checkFiles(command.opts(), command.args))
    .showHelpAfterError('(--help shows the commands)');
  const json = ['--json <file>', 'write the result as JSON; - for stdout, with no table'] as const;
  const pcap = ['--pcap <file>', 'write all connections as a capture that Wireshark opens'] as const;
  const har = ['--har <file>', 'write the HTTP exchanges as an HTTP archive'] as const;
  const markdown = [
    '--markdown <file>',
    'write the tables and strips for a homework sheet or an issue',
  ] as const;
  const html = ['--html <file>', 'write the report as a page: one file, to be opened from disk'] as const;

  const lang = ['--lang <code>', 'en or zh; else as LC_ALL, LC_MESSAGES or LANG says', languageCode] as const;

  program
    .command('run', { isDefault: true })
    .description('run labs (all), print the tables')
    .argument('[lab...]', 'names as `list` shows them, or paths of lab files')
    .option(...lang)
    .option(...json)
    .option(...html)
    .option('--trace <folder>', 'write what the tap saw, an NDJSON file a lab')
    .option(...pcap)
    .option(...har)
    .option(...markdown)
    .option('--verbose', 'show every connection, answer and verdict with its reason')
    .action(async (labs: string[], options: ReportOptions) => {
      const late = program.commands.find((command) => labs.includes(command.name()))?.name();
      if (late) throw new UsageError(`"${late}" is a command: it comes first`);
      const { run } = await import('./commands/run.ts');
      code = await run(labs, options);
    });
  program
    .command('list')
    .description('the labs, one line each')
    .option(...lang)
    .option(...json)
    .action(async (options: { json?: string; lang?: Language }) => {
      const { list } = await import('./commands/list.ts');
      code = await list(options);
    });
  program
    .command('explain')
    .description('one lab from bytes to verdict, step by step')
    .argument('<lab>')
    .option(...lang)
    .action(async (lab: string, options: { lang?: Language }) => {
      const { explainLab } = await import('./commands/explain.ts');
      code = await explainLab(lab, options);
    });
  program
    .command('probe')
    .description('put a real server on the bench')
    .argument('<url>', 'http: or https:')
    .option('--http <version>', '1.0, 1.1, 2 or all', 'all')
    .option('--requests <n>', 'how many requests one after another', wholeNumber, 5)
    .option('--idle <seconds>', 'for how long to wait for the close of an idle connection', wholeNumber)
    .option('--limit <n>', 'how many requests to try on one connection', wholeNumber)
    .option('--why', 'where nothing is reused, ask again with the one factor changed: asked to keep alive')
    .option('--deadline <seconds>', 'after how long a server that says nothing is given up', wholeNumber, 10)
    .option(...lang)
    .option(...json)
    .option(...html)
    .option('--trace <folder>', 'write what the tap saw, an NDJSON file a version')
    .option(...pcap)
    .option(...har)
    .option(...markdown)
    .option('--verbose', 'show every connection, answer and verdict with its reason')
    .action(async (url: string, options: ProbeCommand) => {
      const { probe } = await import('./commands/probe/probe.ts');
      code = await probe(url, options);
    });
  program
    .command('observe')
    .description(
      'stand between a real client and a real server, until ^C, the time is up, or COMMAND has ended',
    )
    .argument('[command...]', 'after --: a client; {url} and {port} in it stand for where it is to connect')
    .requiredOption('--to <host:port>', 'the server')
    .option('--listen <port>', 'where to listen: a port of loopback, or HOST:PORT; else a free port')
    .option('--tls', 'take TLS from clients with a certificate for the occasion, and speak it to the server')
    .option('--for <seconds>', 'stop when the time is up', wholeNumber)
    .option(...lang)
    .option(...json)
    .option(...html)
    .option('--trace <folder>', 'write what the tap sees, as it comes, in an NDJSON file')
    .option(...pcap)
    .option(...har)
    .option(...markdown)
    .option(
      '--page [port]',
      'show it as it happens, as a page on this port of loopback; else on a free one',
      portNumber,
    )
    .option('--verbose', 'show the first connections and each verdict with its reason')
    .action(async (command: string[], options: ObserveCommand) => {
      const { observe } = await import('./commands/observe/observe.ts');
      code = await observe(command, options);
    });
  program
    .command('through')
    .description('put a real proxy on the bench: our client in front, our origin behind, a tap on each side')
    .argument('<url>', "the proxy's; http: or https:")
    .requiredOption('--origin-port <port>', 'where on 127.0.0.1 the proxy looks for its origin', portNumber)
    .option(
      '--deadline <seconds>',
      'after how long a proxy that lets nothing pass is given up',
      wholeNumber,
      10,
    )
    .option(...lang)
    .option(...json)
    .option(...html)
    .option('--trace <folder>', 'write what the taps saw, in an NDJSON file')
    .option(...pcap)
    .option(...har)
    .option(...markdown)
    .option('--verbose', 'show every connection, answer and verdict with its reason')
    .action(async (url: string, options: ThroughCommand) => {
      const { through } = await import('./commands/through.ts');
      code = await through(url, options);
    });
  program
    .command('claims')
    .description("the textbook's claims, each with its outcome and the reason")
    .option(...lang)
    .option(...json)
    .action(async (options: { json?: string; lang?: Language }) => {
      const { claims } = await import('./commands/claims.ts');
      code = await claims(options);
    });
  program
    .command('read')
    .description('judge a pcap, pcapng or trace file; - reads a capture from a pipe')
    .argument('<capture>')
    .option('--port <port>', "a server's port, where no SYN tells; may be repeated", portNumbers)
    .option(...lang)
    .option(...json)
    .option(...html)
    .option(...har)
    .option(...markdown)
    .option('--verbose', 'show every connection, answer and verdict with its reason')
    .action(async (capture: string, options: ReadCommand) => {
      const { read } = await import('./commands/read/read.ts');
      code = await read(capture, options);
    });
  program
    .command('compare')
    .description('what differs between results that --json wrote')
    .argument('<result...>')
    .option(...lang)
    .option('--varying', 'also what may differ from run to run')
    .option('--json <file>', 'write the differences as JSON; - for stdout, with no table')
    .action(async (files: string[], options: CompareCommand) => {
      const { compare } = await import('./commands/compare.ts');
      code = await compare(files, options);
    });

  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    complain(printable(error.message, 1000));
    return 2;
  }
  return code;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1 || number > 1_000_000)
    throw new InvalidArgumentError('It takes a whole number from 1 to 1,000,000.');
  return number;
}

function languageCode(text: string): Language {
  const found = languages.find((code) => code === text);
  if (found === undefined)
    throw new UsageError(`--lang takes ${languages.join(' or ')}, not "${printable(text)}"`);
  return found;
}

/** Given once or several times. */
function portNumbers(text: string, before: number[] = []): number[] {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It takes a port number.');
  return [...before, port];
}

/** What a program of its own does: the command line, with its exit code. */
export async function start(argv: string[]): Promise<void> {
  quietenExperiments();
  printEvenUnread();
  // That stdout took nothing more is known before the end, if it is so.
  process.exitCode = Math.max(await main(argv), Number(process.exitCode ?? 0));
}

/** The labs put experimental parts of libraries on the bench on purpose; that they are experimental is no news to the user. */
function quietenExperiments(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const { name, message, code } = warning as Error & { code?: string };
    if (name !== 'ExperimentalWarning' && !code?.startsWith('UNDICI-')) complain(`${name}: ${message}`);
  });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It takes a port from 1 to 65535.');
  return port;
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url))
  await start(process.argv);
