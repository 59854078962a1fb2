/**
 * What the tap keeps from a sender when its bytes come has surely not reached it (src/model/trace.ts, `underWay`). Each
 * event of bytes is told in words: 's2c "hello", 3 under way' came when three bytes of the client were withheld.
 */
import { expect, it, vi } from 'vitest';
import type { TraceEvent } from '../../src/model/trace.ts';
import { openTappedServer, patient, taps } from './tapped-server.ts';

vi.setConfig(patient);

const inWords = (event: TraceEvent): string[] =>
  event.type === 'bytes'
    ? [
        `${event.direction} "${Buffer.from(event.bytes).toString('latin1')}"` +
          (event.underWay === undefined ? '' : `, ${event.underWay} under way`),
      ]
    : [];

it.each(taps)('of a tap %s is recorded with what crosses it, and nothing else', async (_, open) => {
  const tapped = await openTappedServer(open);
  const client = tapped.connect();
  const said = async (text: string) => {
    client.socket.write(text);
    await tapped.until(() => tapped.events.flatMap(inWords).join().includes(`c2s "${text}"`));
  };
  const answered = async (text: string) => {
    tapped.accepted[0]?.socket.write(text);
    await tapped.until(() => tapped.events.flatMap(inWords).join().includes(`s2c "${text}"`));
  };
  await said('one');
  await tapped.until(() => tapped.accepted[0]?.text === 'one');
  await answered('two');
  const ofClient = tapped.tap.withhold({ direction: 'c2s', text: '!' });
  const ofServer = tapped.tap.withhold({ direction: 's2c', text: '' });
  await tapped.tap.mark({ type: 'mark', mark: 'noted', of: 'the tap has been told' });
  await said('three!!');
  await said('four');
  await answered('five');
  await said('six');
  await ofClient.release();
  await answered('seven');
  await said('eight');
  await ofServer.release();
  await tapped.until(
    () => client.text === 'twofiveseven' && tapped.accepted[0]?.text.endsWith('eight') === true,
  );
  await said('nine');
  await answered('ten');
  expect(tapped.events.flatMap(inWords)).toEqual([
    'c2s "one"',
    's2c "two"',
    'c2s "three!!"',
    'c2s "four"',
    's2c "five", 6 under way',
    'c2s "six", 4 under way',
    's2c "seven"',
    'c2s "eight", 9 under way',
    'c2s "nine"',
    's2c "ten"',
  ]);
});
