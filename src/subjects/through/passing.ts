/**
 * From how many bytes on does the first of them come out at the other end, while the rest is withheld? Exchange after
 * exchange, each on a connection of its own, with a first part of another size and as much again behind a gate. What is
 * held may pass with more to follow, so the smallest comes first, then larger ones; what lies between one that was held
 * and one that was not is halved. What decides is waited for as long as a refusal needs (`confirmation`).
 */
import { createCipheriv } from 'node:crypto';
import { confirmation } from '../../model/scripts/note.ts';
import {
  attemptPath,
  largestPart,
  mostTries,
  type Passing,
  smallestPart,
} from '../../model/scripts/through.ts';
import type { Gate } from '../../wire/gate.ts';
import type { ServerExchange } from '../script.ts';
import type { Performance, Stage } from '../stage.ts';
import type { Content } from '../subject.ts';
import { openPath, type Path, type RealProxy } from './path.ts';

/** What the speaker knows of an attempt, to choose the next one; what it comes to is told by the trace. */
type Outcome = 'passed' | 'held' | 'unknown';

/** What a busy machine can make of a search is bounded. */
const mostSearches = 4;

export function passing(what: Passing, proxy: RealProxy): Performance {
  return async (stage) => {
    const path = await openPath(stage, proxy);
    let attempts = 0;
    const smallest = Math.log2(smallestPart(what));
    const attempt = async (power: number, patience: number, isIncremental = false): Promise<Outcome> => {
      for (let tries = 1; ; tries++) {
        attempts += 1;
        const known = { stage, path, what, size: 2 ** power, nth: attempts };
        const outcome = await attemptOnce({ ...known, patience, isIncremental });
        if (outcome === 'passed' || outcome === 'held') return outcome;
        // The origin has ended connections of earlier attempts, and a proxy may not have noticed: then it answers itself.
        if (tries === mostTries) return 'unknown';
      }
    };
    const held = await search(attempt, smallest);
    if (held !== null) await attempt(held, confirmation, true);
    await path.quiet();
  };
}

/**
 * Until all of three sizes passed, or the largest was held, or two next to each other are found of which the smaller was
 * held, surely, and the larger was not. Gives the power that was held first, if any was. Who passes a few bytes on as they
 * are may compress, or store, where there are more.
 */
async function search(
  attempt: (power: number, patience: number) => Promise<Outcome>,
  smallest: number,
): Promise<number | null> {
  let held: number | null = null;
  for (const power of [smallest, little, usual]) {
    const outcome = await attempt(power, confirmation);
    if (outcome === 'unknown') return null;
    if (outcome === 'passed') continue;
    held = power;
    break;
  }
  if (held === null) return null;
  let [low, high] = [held, usual];
  if (held === usual || (await attempt(usual, 1)) === 'held') {
    if ((await attempt(largest, confirmation)) === 'held') return held;
    [low, high] = [usual, largest];
  }
  for (let searches = 0; searches < mostSearches; searches++) {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((await attempt(middle, 1)) === 'held') low = middle;
      else high = middle;
    }
    // What was held once may have met a busy machine.
    if ((await attempt(low, confirmation)) !== 'passed') return held;
    if (low === held) return null;
    [low, high] = [held, low];
  }
  return held;
}

/** Powers of two: 1 KB; 64 KB, more than most hold that do not hold everything; and the largest. */
const [little, usual, largest] = [10, 16, Math.log2(largestPart)];

interface Attempt {
  stage: Stage;
  path: Path;
  what: Passing;
  size: number;
  nth: number;
  patience: number;
  isIncremental: boolean;
}

async function attemptOnce({
  stage,
  path: { script, client, request },
  what,
  size,
  nth,
  patience,
  isIncremental,
}: Attempt): Promise<'passed' | 'held' | 'refused' | 'failed'> {
  const path = attemptPath({ passing: what, size, nth, isIncremental });
  const gate = await stage.gate(withheld[what.what], { graces: patience, nth });
  const [first, rest] = partsOf(what, size);
  let [came, released, answered] = [false, false, false];
  const settled = gate.settled().then(() => {
    released = true;
  });
  const cause = (arrived: Promise<void>) =>
    arrived.then(
      () => {
        came = !released;
        return gate.release();
      },
      () => {},
    );
  script.on(path, async (exchange) => {
    if (what.what === 'upload') {
      await cause(exchange.received(first.slice(0, 1)));
      await exchange.whole();
    }
    answered = true;
    if (isIncremental) exchange.announce('incremental', '?1');
    await answer(exchange, what, first, rest, gate);
  });
  const content = what.what === 'upload' ? uploaded(what.how === 'chunked', first, rest, gate) : undefined;
  const fields = {
    ...(what.how === 'gzip' ? { 'accept-encoding': 'gzip' } : {}),
    ...(isIncremental && content ? { incremental: '?1' } : {}),
  };
  const own = client();
  const exchange = request(own, path, content, fields);
  if (what.what !== 'upload') void cause(exchange.received(first.slice(0, 1)));
  const [whole] = await Promise.all([
    exchange.finished.then(
      () => true,
      () => false,
    ),
    settled,
  ]);
  // A proxy may serve one connection at a time.
  own.finish();
  if (!answered) return whole ? 'refused' : 'failed';
  if (!whole) return 'failed';
  return came ? 'passed' : 'held';
}

const withheld = {
  upload: 'the rest of the request',
  download: 'the rest of the response',
  sse: 'the second event',
} as const;

function uploaded(isChunked: boolean, first: string, rest: string, gate: Gate): Content {
  async function* parts() {
    yield first;
    await gate.passed();
    yield rest;
  }
  return { length: isChunked ? null : first.length + rest.length, parts: parts() };
}

async function answer(
  exchange: ServerExchange,
  { what, how }: Passing,
  first: string,
  rest: string,
  gate: Gate,
): Promise<void> {
  if (what === 'upload') return exchange.respond('received\n');
  if (how === 'content-length') return exchange.respond(first, gate.passed, rest);
  async function* texts() {
    yield first;
    await gate.passed();
    yield rest;
  }
  exchange.stream(what === 'sse' ? 'text/event-stream' : 'text/plain', texts());
}

/** Of the same length, and such that little of it can be compressed away. */
function partsOf({ what }: Passing, size: number): [first: string, rest: string] {
  const text = hardToCompress(2 * size);
  const halves = [text.slice(0, size), text.slice(size)] as const;
  return what === 'sse' ? [event(halves[0]), event(halves[1])] : [...halves];
}

/** WHATWG HTML §9.2.6: `data: `, and an empty line, in place of as many characters. */
const event = (text: string): string => `data: ${text.slice('data: \n\n'.length)}\n\n`;

let known = '';

/** The same text every time. */
function hardToCompress(length: number): string {
  if (known.length < length) {
    const [key, start] = [Buffer.alloc(16), Buffer.alloc(16)];
    const bytes = createCipheriv('aes-128-ctr', key, start).update(Buffer.alloc(length));
    known = bytes.toString('base64').replaceAll(/[+/=]/g, 'x');
  }
  return known.slice(0, length);
}
