/**
 * A lab: a subject, the questions put to it, what the textbook says, what the specification permits, and what the
 * author predicts. Mostly data; one file each in labs/, found by being there.
 */
import { holdName } from '../model/reason.ts';
import type { Answers, Framing, LabDescription, Prediction } from '../model/result.ts';
import type { Mode } from '../model/verdict.ts';
import { httpQuestions } from '../questions/questions.ts';
import type { Subject } from '../subjects/subject.ts';

export interface Lab {
  title: string;
  subject: Subject;
  /** Questions or scripts that make up ordinary use; for HTTP by default `reuse`, `burst`, `multiplex`. */
  ordinary?: string[];
  /** All questions that are put to it; by default every one, or every script that the subject has. */
  questions?: string[];
  /** Who answers whom on raw channels; by default what the subject says. See `Answers`. */
  answers?: Answers;
  textbook: { says: Mode | null };
  /** What the specification permits at most, on one connection; null where it is silent. */
  permits: { mode: Mode | null; rfc: string } | null;
  prediction: Prediction | null;
  /**
   * How the bytes of a stream are cut into messages where no protocol says so; by default as the subject has it. Without
   * it they are lines as long as everything is text that ends in line ends, both ways, and else nobody knows.
   */
  framing?: Framing;
  /** Seconds without anything crossing the tap after which a question that has not ended is given up. */
  deadlineSeconds?: number;
}

/** Ordinary use of HTTP, the same for every version: src/README.md, "Verdicts: two lenses, three levels". */
const httpOrdinary = ['reuse', 'burst', 'multiplex'];

export const defaultDeadlineSeconds = 20;

/** Gives a lab its types, and nothing else. */
export const defineLab = (lab: Lab): Lab => lab;

/** What is known of a lab before it runs; `id` is the name of its file. */
export function describeLab(id: string, lab: Lab): LabDescription {
  const scripts = 'scripts' in lab.subject ? Object.keys(lab.subject.scripts) : null;
  const questions = lab.questions ?? scripts ?? httpQuestions.map(({ id }) => id);
  for (const question of questions) holdName(question);
  const framing = framingOf(lab);
  const answers = lab.answers ?? ('scripts' in lab.subject ? lab.subject.answers : undefined);
  return {
    lab: id,
    title: lab.title,
    subject: lab.subject.name,
    target: null,
    version: lab.subject.version,
    client: lab.subject.client,
    ordinary: lab.ordinary ?? scripts?.slice(0, 1) ?? httpOrdinary,
    questions,
    ...(answers === undefined ? {} : { answers }),
    permits: lab.permits,
    textbook: lab.textbook,
    prediction: lab.prediction,
    ...(framing === undefined ? {} : { framing }),
  };
}

/** What the lab says goes before what its subject says. */
export const framingOf = ({ framing, subject }: Lab): Framing | undefined =>
  framing ?? ('framing' in subject ? subject.framing : undefined);
