/** A server that takes every request and answers none, for longer than anybody waits. */
import { defineLab, runAlone } from '../../../src/index.ts';
import neverAnswers from './never-answers.ts';

export default defineLab({ ...neverAnswers, title: 'A server that waits', deadlineSeconds: 600 });

runAlone(import.meta);
