/** What is said of each question to who reads the details. */
import { expect, it } from 'vitest';
import { clientQuestions } from '../../src/questions/at-client/at-client.ts';
import { asked, forced } from '../../src/report/questions.ts';
import { askedOf } from '../../src/subjects/asked.ts';
import { realProxy } from '../../src/subjects/through/through.ts';

const ownScript = 'a script of its own';

it('every question of through has its text, on both sides', () => {
  const { scripts } = realProxy({
    asked: askedOf(new URL('http://127.0.0.1/')),
    originPort: 1,
    isForward: false,
    version: 'http/1.1',
    stepSeconds: 1,
    pauseMilliseconds: 0,
  });
  expect(Object.keys(scripts).length).toBeGreaterThan(10);
  for (const question of Object.keys(scripts))
    for (const side of ['front', 'back']) {
      expect(asked(`${question}, ${side}`), question).not.toBe(ownScript);
      expect(forced(`${question}, ${side}`), question).toBe(forced(question));
    }
  expect(asked('interlock over http/2, front')).toBe(asked('interlock'));
  expect(asked('something else, front')).toBe(ownScript);
});

it('so has every question to a real server', () => {
  for (const { id } of clientQuestions) expect(asked(id), id).not.toBe(ownScript);
});
