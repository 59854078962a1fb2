/** A name that was mistyped, and what it is taken for. */
import { expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../src/report/words/nearest.ts';

const labs = [
  'http10-short',
  'http11-close',
  'http11-keep-alive',
  'http11-pool',
  'websocket',
  'websocket-http2',
];
const commands = ['run', 'list', 'explain', 'probe', 'observe', 'through', 'claims', 'read', 'compare'];

it.each([
  ['http11-keepalive', labs, ['http11-keep-alive']],
  ['http11-keep-alvie', labs, ['http11-keep-alive']],
  ['http11-kep-aliev', labs, ['http11-keep-alive']],
  ['HTTP10-SHORT', labs, ['http10-short']],
  ['websockets', labs, ['websocket']],
  ['http11-pole', labs, ['http11-pool']],
  ['prboe', commands, ['probe']],
  ['lst', commands, ['list']],
  ['obsreve', commands, ['observe']],
  ['rea', commands, ['read']],
  ['http11-keep-a1234', labs, []],
  ['http3', labs, []],
  ['x', commands, []],
  ['', commands, []],
  ['reed', ['read', 'seed', 'list'], ['read', 'seed']],
  ['anything', [], []],
  ['ab', ['ba'], []],
  ['abcd', ['abdc'], ['abdc']],
])('%j among %j', (name, known, expected) => {
  expect(nearest(name, known)).toEqual(expected);
});

it('is said in a few words, or not at all', () => {
  expect(didYouMean('http11-keepalive', labs)).toBe('; did you mean http11-keep-alive?');
  expect(didYouMean('reed', ['read', 'seed'])).toBe('; did you mean read or seed?');
  expect(didYouMean('http3', labs)).toBe('');
});
