/** The result that `--json` prints, schema http-version-lab/result/2. Only data: it can be stored and compared. */
import type { Facts, Replaced, Times, Varying } from './facts.ts';
import type { Part } from './parts/part.ts';
import type { Reason } from './reason.ts';
import type { BrokenRule } from './rules/fault.ts';
import type { ContentFraming, EventCoding, FrontVersion } from './scripts/through.ts';
import type { Direction } from './trace.ts';
import type { Answer, Lens, Mode, Told, Verdict } from './verdict.ts';

export const resultSchema = 'http-version-lab/result/2';
/** Of this schema results had sentences alone, and no reasons. They can still be compared. */
export const resultSchemaBefore = 'http-version-lab/result/1';

/** What a lab's author foresees. A wrong prediction is a finding, not an error. */
export interface Prediction {
  ordinary?: Partial<Record<Lens, Mode>>;
  limit?: Partial<Record<Lens, Mode>>;
}

/**
 * Who answers whom on raw channels, records and datagrams, where the bytes do not say: each finished message of the client
 * is answered by the server's next one, oldest first, so that what the server says besides was not asked for.
 */
export type Answers = 'in turn';

/** What is known of a lab before it runs. Stands at the head of its stored trace too. */
/** What a user had asked in place of the bench's own requests; values and content are not kept. */
export interface OwnRequest {
  method: string | null;
  /** What Host and SNI say, where that is not the host of the URL. */
  host: string | null;
  sni: string | null;
  /** Names of fields, as they were given. */
  fields: string[];
  /** Bytes of content; null: none. */
  content: number | null;
  /** The server's certificate had to be one of authorities that the user named. */
  isVerified: boolean;
}

export interface LabDescription {
  lab: string;
  title: string;
  subject: string;
  target: string | null;
  /** Where the user changed something. */
  request?: OwnRequest;
  /** HTTP version, '1.0', '1.1', '2', or null where the subject is not HTTP. */
  version: string | null;
  /** Who sends the client's bytes: a library, whose refusals are its policy, or the bench's own client. */
  client: 'library' | 'bench';
  /** Questions (or scripts) that make up ordinary use. */
  ordinary: string[];
  /** Everything that is asked, in order. */
  questions: string[];
  /** Where the lab says so. */
  answers?: Answers;
  permits: { mode: Mode | null; rfc: string } | null;
  textbook: { says: Mode | null };
  prediction: Prediction | null;
  framing?: Framing;
}

/** How the messages of a stream are told apart where no protocol says so: each line is one. */
export type Framing = 'lines';

export type Outcome = 'ran' | 'failed' | 'timed-out' | 'skipped';

export interface Verdicts<One = Verdict> {
  ordinary?: Record<Lens, One>;
  limit?: Record<Lens, One> | null;
  /** `observe` and `read` have one level. */
  observed?: Record<Lens, One>;
}

/** The same of each verdict, at all levels. */
export const mapVerdicts = <To>(verdicts: Verdicts, change: (verdict: Verdict) => To): Verdicts<To> =>
  Object.fromEntries(
    Object.entries(verdicts).map(([level, lenses]: [string, Record<Lens, Verdict> | null]) => [
      level,
      lenses && { wire: change(lenses.wire), conversation: change(lenses.conversation) },
    ]),
  );

export interface LabResult {
  lab: string;
  title: string;
  subject: string;
  target: string | null;
  request?: OwnRequest;
  version: string | null;
  outcome: Outcome;
  error: Failure | null;
  /** Keyed by question or script. Null, like answers and verdicts, where the lab failed before it measured anything. */
  facts: Record<string, Facts> | null;
  answers: Record<string, Answer> | null;
  verdicts: Verdicts | null;
  permits: LabDescription['permits'];
  textbook: LabDescription['textbook'];
  prediction: Prediction | null;
  faults: BrokenRule[];
  varying: ResultVarying;
  /** Of `through` only. */
  path?: Path;
}

/** Why there is no result, or only a part of one. */
export interface Failure {
  code: string;
  reason: Reason;
}

/** As files hold it: faults of either grade are listed under `violations`. */
export interface ToldResult extends Omit<LabResult, 'faults'> {
  error: (Failure & { message: string }) | null;
  answers: Record<string, Told<Answer>> | null;
  verdicts: Verdicts<Told<Verdict>> | null;
  violations: (Omit<BrokenRule, 'offset'> & { what: string })[];
  varying: ResultVarying & {
    /** Of the violations of each question, in their order. */
    offsets: Record<string, number[]>;
  };
}

/** What a proxy lets through, between a client in front of it and an origin behind it. */
export interface Path extends Parts {
  interlock: Record<FrontVersion, Answer['answer']>;
  websocket: Record<FrontVersion, Answer['answer']>;
  /** Whether a request is sent again that met the end of the connection behind that it was sent on. */
  race: Record<'safe' | 'unsafe', Answer['answer']>;
  /** Who answers `Expect: 100-continue`, RFC 9110 §10.1.1. */
  expect: 'origin' | 'proxy' | 'nobody' | '?';
  /** Whether the client has an answer that the origin gives before it has the whole request while it still withholds the rest. */
  early: Answer['answer'];
  /** Connections behind for so many clients at once; null where not all of them came to the origin. */
  pool: Record<string, number | null>;
  /** After how many requests the proxy ends a connection behind; null: not within as many as were tried, or not known. */
  renewedAfter: number | null;
  /** Of what was held, by question: whether it passes with `Incremental: ?1`, RFC 10036. */
  incremental: Record<string, boolean>;
  /** `upload`, `download` and `sse` above are of the version that was spoken first; these are of each. */
  over: Partial<Record<FrontVersion, Parts>>;
}

/** What comes out in parts. */
export interface Parts {
  /** HTTP/2 has no chunks: there 'chunked' is content whose length is not announced. */
  upload: Record<ContentFraming, Passes>;
  download: Record<ContentFraming, Passes>;
  /** Server-sent events, of a client that accepts this coding. */
  sse: Record<EventCoding, Passes>;
}

export interface Passes {
  passes: 'at once' | 'from' | 'when whole' | '?';
  /**
   * Bytes of content: from how many on, within a factor of two, or the most that were seen to be held. Else null.
   */
  bytes: number | null;
}

/** What may differ from run to run, keyed by question. */
export interface ResultVarying {
  timings: Record<string, Record<string, number | string | null>[]>;
  bytes: Record<string, Record<Direction, number>>;
  firstFin: Record<string, Varying['firstFin']>;
  times: Record<string, Times>;
  replaced: Record<string, Replaced>;
  lost: Record<string, Varying['lost']>;
  signals: Record<string, Varying['signals']>;
}

/** Of what measured nothing. */
export const nothingVaries = (): ResultVarying => ({
  timings: {},
  bytes: {},
  firstFin: {},
  times: {},
  replaced: {},
  lost: {},
  signals: {},
});

export interface ResultFile {
  schema: typeof resultSchema;
  environment: { tool: string; node: string; undici: string; fastify: string; platform: string };
  calibration: 'calibrated' | 'not calibrated';
  results: ToldResult[];
  /** Where it is to be merged with others. */
  parts?: Part[];
}

/** A file that can be compared, of this schema or of the one before. */
export interface ComparableFile extends Omit<ResultFile, 'schema' | 'results'> {
  schema: typeof resultSchema | typeof resultSchemaBefore;
  results: ComparableResult[];
}

export type ComparableResult = Omit<LabResult, 'answers' | 'verdicts' | 'faults'> & {
  answers: unknown;
  verdicts: unknown;
  violations: unknown[];
};
