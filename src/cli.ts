/**
 * The command line: parses, calls, and turns what comes back into an exit code. The contract is in the README; what
 * there is to call is stated in commands/table.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { complain, print, printEvenUnread } from './commands/output/output.ts';
import { checkFiles } from './commands/output/wanted-files.ts';
import { endThoughOpen } from './commands/output/what-is-open.ts';
import type { CommandEntry } from './commands/table/command.ts';
import { commands } from './commands/table/table.ts';
import { versions } from './commands/versions.ts';
import { printable } from './report/words/text.ts';
import { UsageError } from './usage-error.ts';

/** Resolves with the exit code: 0 all ran, 1 a lab failed or timed out, 2 bad usage or an unreachable target. */
export async function main(argv: string[]): Promise<number> {
  let code = 0;
  const program = new Command('http-version-lab')
    .description(
      'Puts HTTP versions on a bench, records the bytes, and judges which are simplex, half-duplex or full-duplex.',
    )
    .option('--version', 'the versions of this tool, of its results and of Node')
    .on('option:version', () => {
      print(versions());
      throw new CommanderError(0, 'commander.version', 'versions were printed');
    })
    .exitOverride()
    .hook('preAction', (_, command) => checkFiles(command.opts(), command.args))
    .showHelpAfterError('(--help shows the commands)');
  for (const entry of commands)
    addCommand(program, entry, (result) => {
      code = result;
    });
  try {
    for (const text of argv.slice(2)) holdText(text);
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    complain(printable(error.message, 1000));
    return 2;
  }
  return code;
}

/** Node reads what is no UTF-8 as U+FFFD: of such a name nobody can tell which file it is. */
function holdText(text: string): void {
  if (text.includes('\ufffd'))
    throw new UsageError(
      `"${text}" is not UTF-8, so that it cannot be told what is meant: give the file another name`,
    );
}

function addCommand(program: Command, entry: CommandEntry, done: (code: number) => void): void {
  const { name, about, isDefault = false } = entry;
  const command = program.command(name, { isDefault }).description(about);
  for (const { name, about } of entry.arguments ?? []) command.argument(name, about);
  for (const { flags, about, parse, default: value, isRequired = false } of entry.options) {
    const option = new Option(flags, about).default(value).makeOptionMandatory(isRequired);
    command.addOption(parse ? option.argParser(parse as (text: string, before: unknown) => unknown) : option);
  }
  command.action(async () => {
    if (isDefault) noLateCommand(command.args);
    const action = (await entry.load()) as (...given: unknown[]) => Promise<number>;
    done(await action(...command.processedArgs, command.opts(), commands));
  });
}

/** Options that come before a command make it an argument of the command that need not be named. */
function noLateCommand(names: readonly string[]): void {
  const late = commands.find(({ name }) => names.includes(name));
  if (late) throw new UsageError(`"${late.name}" is a command: it comes first`);
}

/** What a program of its own does: the command line, with its exit code. */
export async function start(argv: string[]): Promise<void> {
  quietenExperiments();
  printEvenUnread();
  process.once('exit', (code) => {
    if (over || code !== 0) return;
    complain('the program was ended before its time: something that it loaded called process.exit');
    process.exitCode = 1;
  });
  let over = false;
  const code = await main(argv);
  over = true;
  // By then it may be known that stdout took nothing more.
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
  endThoughOpen();
}

/** The labs put experimental parts of libraries on the bench on purpose; that they are experimental is no news to the user. */
function quietenExperiments(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const { name, message, code } = warning as Error & { code?: string };
    if (name !== 'ExperimentalWarning' && !code?.startsWith('UNDICI-')) complain(`${name}: ${message}`);
  });
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url))
  await start(process.argv);
