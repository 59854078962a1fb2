/** What a rule of a protocol is: what breaks it, how grave that is, who can break it, and where it stands. */

/**
 * How far a fault reaches. After a `violation` it is not sure where messages begin and end, so what was only *not seen* on
 * that connection proves nothing. An `irregularity` breaks a rule while that stays sure, and takes no verdict away.
 */
export type Grade = 'violation' | 'irregularity';

export interface Rule {
  /** What breaks it, in English. */
  text: string;
  grade: Grade;
  /** Who can break it. */
  side: 'client' | 'server' | 'either';
  /** Where it stands, such as 'RFC 9112 §7.1'. */
  rfc: string;
}

const graded =
  <const G extends Grade>(grade: G) =>
  <const Text extends string>(side: Rule['side'], rfc: string, text: Text) => ({ text, grade, side, rfc });

/** A rule whose fault makes the reading unsure: who can break it, where it stands, what breaks it. */
export const violation = graded('violation');

/** A rule whose fault leaves the reading sure: who can break it, where it stands, what breaks it. */
export const irregularity = graded('irregularity');
