/**
 * A file that is written as things come, each piece before the next is read, so that it takes no memory however long it
 * gets. It grows beside its place under a name of its own, and takes the place when it is finished: whatever ends the run
 * before, what was there stays whole, and what was recorded is there as well. A disk that is full ends the file, and is
 * said at the end.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { complain, writeAll } from './output.ts';
import { placeOf } from './place.ts';
import { makeAlike, refusals } from './put-file.ts';
import { writing } from './wanted-files.ts';

export interface GrowingFile {
  add(piece: string | Uint8Array): void;
  /** Something comes of the run: what there is so far is worth keeping. */
  begin(): void;
  /** Throws the system's error if not everything could be written, or the place cannot be taken. */
  finish(): void;
  /** Gives it up: what had begun stays under the name that it grew under. Of no effect once it is finished. */
  close(): void;
}

type Pieces = readonly (string | Uint8Array)[];

/** `head` comes before everything. Throws a UsageError if the file cannot be opened, or another run is writing it. */
export const openGrowingFile = (name: string, head: Pieces): Promise<GrowingFile> =>
  writing(name, () => opened(name, head));

async function opened(name: string, head: Pieces): Promise<GrowingFile> {
  const place = await placeOf(name).catch(() => null);
  const before = place === null ? undefined : statSync(place, { throwIfNoEntry: false });
  // What a shell has opened, a pipe and a device are written to as they are.
  if (place === null || (before !== undefined && !before.isFile())) return inPlace(name, head);
  sayOthers(name, place);
  const temporary = `${place}.${process.pid}-${randomBytes(2).toString('hex')}${suffix}`;
  let descriptor: number;
  try {
    // What must not be written must not be replaced either.
    if (before) closeSync(openSync(place, constants.O_WRONLY));
    descriptor = openSync(temporary, 'wx', before === undefined ? 0o666 : 0o600);
  } catch {
    return inPlace(name, head);
  }
  return beside({ place, temporary, descriptor, before, head });
}

const suffix = '.partial';

/** Those of runs that did not end are named; one that is being written is refused. */
function sayOthers(name: string, place: string): void {
  const own = `${basename(place)}.`;
  for (const other of readdirSync(dirname(place))) {
    if (!other.startsWith(own) || !other.endsWith(suffix)) continue;
    const [, writer] = /^(\d+)-[0-9a-f]{4}$/.exec(other.slice(own.length, -suffix.length)) ?? [];
    if (writer === undefined) continue;
    if (isAlive(Number(writer)))
      throw new UsageError(`cannot write ${printable(name)}: another run is writing it (process ${writer})`);
    const file = printable(join(dirname(place), other), 1000);
    complain(`${file} is of a run that did not end: it holds what was recorded until then`);
  }
}

/** Of a program in another container that has the number of this one nothing is known. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

interface Beside {
  place: string;
  temporary: string;
  descriptor: number;
  /** What is there already. */
  before: Stats | undefined;
  head: Pieces;
}

function beside({ place, temporary, descriptor, before, head }: Beside): GrowingFile {
  let failure: unknown = null;
  let [isOpen, hasBegun] = [true, false];
  const add = (piece: string | Uint8Array) => {
    if (!isOpen || failure !== null) return;
    try {
      writeAll(descriptor, Buffer.from(piece));
    } catch (error) {
      failure = error;
    }
  };
  const end = () => {
    closeSync(descriptor);
    isOpen = false;
    process.off('exit', close);
  };
  const close = () => {
    if (!isOpen) return;
    end();
    if (hasBegun) complain(`${printable(temporary, 1000)} holds what was recorded`);
    else rmSync(temporary, { force: true });
  };
  process.on('exit', close);
  for (const piece of head) add(piece);
  return {
    add,
    close,
    begin() {
      hasBegun = true;
    },
    finish() {
      if (!isOpen) return;
      hasBegun = true;
      if (failure !== null) {
        close();
        throw failure;
      }
      end();
      takePlace(temporary, place, before);
    },
  };
}

/** What has other names, or is mounted, or whose owner cannot be kept, is written over. */
function takePlace(temporary: string, place: string, before: Stats | undefined): void {
  try {
    if (before) makeAlike(temporary, before);
    if (before === undefined || before.nlink === 1) {
      renameSync(temporary, place);
      return;
    }
  } catch (error) {
    if (!refusals.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  copyFileSync(temporary, place);
  rmSync(temporary, { force: true });
}

/** What was there before stays until it is certain that something comes of the run; what comes is held meanwhile. */
function inPlace(name: string, head: Pieces): GrowingFile {
  let descriptor: number | null = openSync(name, constants.O_WRONLY | constants.O_CREAT, 0o666);
  let certain = fstatSync(descriptor).size === 0;
  let cut = false;
  let failure: unknown = null;
  let held = [...head];
  const write = () => {
    if (descriptor === null || failure !== null) return;
    const pieces = held;
    held = [];
    try {
      if (!cut && fstatSync(descriptor).isFile()) ftruncateSync(descriptor);
      cut = true;
      for (const piece of pieces) writeAll(descriptor, Buffer.from(piece));
    } catch (error) {
      failure = error;
    }
  };
  const begin = () => {
    if (certain) return;
    certain = true;
    write();
  };
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    begin,
    close,
    add(piece) {
      if (descriptor === null || failure !== null) return;
      held.push(piece);
      if (certain) write();
    },
    finish() {
      write();
      close();
      if (failure !== null) throw failure;
    },
  };
}
