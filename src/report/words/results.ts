/** The texts that results hold as data: what was on the bench. */
import type { LabResult } from '../../model/result.ts';
import type { Say } from '../language/say.ts';

export const titleOf = (
  { title, subject, target }: Pick<LabResult, 'title' | 'subject' | 'target'>,
  say: Say,
): string =>
  target !== null && title === `${target}, seen on ${subject}`
    ? say('{Server}, seen on {Interface}', { Server: target, Interface: subject })
    : say.data(title);

/** A proxy that says who it is has its name after what it is. */
export const subjectOf = ({ subject }: Pick<LabResult, 'subject'>, say: Say): string =>
  subject.startsWith(namedProxy)
    ? say('a real proxy: {Name}', { Name: subject.slice(namedProxy.length) })
    : say.data(subject);

const namedProxy = 'a real proxy: ';
