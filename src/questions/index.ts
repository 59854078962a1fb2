/** All questions, in the order in which they are asked and printed. Those with an `ask` are put to every HTTP subject. */
import type { LabDescription } from '../model/result.ts';
import { address } from './address.ts';
import { clientQuestions } from './at-client.ts';
import { boundaries } from './boundaries.ts';
import { burst } from './burst.ts';
import { defaults } from './defaults.ts';
import { delivery } from './delivery.ts';
import { halfClose } from './half-close.ts';
import { handshake } from './handshake.ts';
import { hangUp } from './hang-up.ts';
import { idle } from './idle.ts';
import { initiative } from './initiative.ts';
import { interlock } from './interlock.ts';
import { multiplex } from './multiplex.ts';
import { overtake } from './overtake.ts';
import type { Question } from './question.ts';
import { reuse } from './reuse.ts';
import { strictHandshake } from './strict-handshake.ts';

export const questions: readonly Question[] = [
  reuse,
  burst,
  multiplex,
  overtake,
  interlock,
  initiative,
  hangUp,
  idle,
  halfClose,
  address,
  boundaries,
  strictHandshake,
  delivery,
  handshake,
  defaults,
];

/** Those that are put to every HTTP subject. */
export const httpQuestions = questions.filter(({ ask }) => ask);

/** The question of this name, with the rules for a server of ours or for a real one. */
export const questionFor = (id: string, { target }: Pick<LabDescription, 'target'>): Question | undefined =>
  target === null ? questionById(id) : clientQuestions.find((question) => question.id === id);

export const questionById = (id: string): Question | undefined =>
  questions.find((question) => question.id === id);
