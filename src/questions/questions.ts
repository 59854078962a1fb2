/** All questions, in the order in which they are asked and printed. Those with an `ask` are put to every HTTP subject. */
import type { LabDescription } from '../model/result.ts';
import { clientQuestions } from './at-client/at-client.ts';
import { burst } from './burst.ts';
import { crossing } from './crossing.ts';
import { halfClose } from './half-close.ts';
import { hangUp } from './hang-up.ts';
import { idle } from './idle.ts';
import { initiative } from './initiative.ts';
import { interlock } from './interlock.ts';
import { multiplex } from './multiplex.ts';
import { address } from './of-one-lab/address.ts';
import { boundaries } from './of-one-lab/boundaries.ts';
import { defaults } from './of-one-lab/defaults.ts';
import { delivery } from './of-one-lab/delivery.ts';
import { handshake } from './of-one-lab/handshake.ts';
import { strictHandshake } from './of-one-lab/strict-handshake.ts';
import { overtake } from './overtake.ts';
import type { Question } from './question.ts';
import { reuse } from './reuse.ts';

export const questions: readonly Question[] = [
  reuse,
  burst,
  multiplex,
  overtake,
  interlock,
  crossing,
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
