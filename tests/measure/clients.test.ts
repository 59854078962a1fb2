/** Whose connections are compared: those of one client to one server, and no others. Scripts as script.ts explains them. */
import { describe, expect, it } from 'vitest';
import { measureRecording } from '../../src/assess/assess.ts';
import {
  type Client,
  clientOf,
  closeOneOf,
  emptyClients,
  everyClient,
  rememberedAtLeast,
} from '../../src/measure/clients/clients.ts';
import type { OpenEvent, TraceEvent } from '../../src/model/trace.ts';
import { measurementOf } from './script.ts';

/** An exchange on a connection that its client ends afterwards; `how` is what the response says. */
const exchange = (connection: number, begin: number, how = ''): string =>
  `#${connection} c2s ${begin}..${begin} x1; #${connection} s2c ${begin + 1}..${begin + 1} x1 ${how};
   #${connection} FIN c2s ${begin + 2}; #${connection} close ${begin + 3}`;
const closing = (connection: number, begin: number): string => exchange(connection, begin, 'close final');

const told = (script: string) => {
  const { facts, groups } = measurementOf(script);
  return {
    reasons: facts.newConnections,
    elsewhere: groups.flatMap(({ shape, count }) => Array<boolean>(count).fill(shape.nextElsewhere)),
  };
};
const nothing = { reasons: {}, elsewhere: [false, false] };
const both = `${exchange(1, 1)}; ${exchange(2, 10)}`;

describe('clients', () => {
  it.each([
    ['of other addresses', '#1 from 10.0.0.1; #2 from 10.0.0.2'],
    ['of other numbers, whatever their address', '#1 as 1; #2 as 2'],
    ['of which only one has a number', '#2 as 1'],
    ['of one number at another server', '#1 as 1; #2 as 1; #2 to 10.0.0.9:80'],
    ['that have no address', '#1 from :0; #2 from :0'],
    ['that go to another server', '#1 to 10.0.0.8:80; #2 to 10.0.0.9:80'],
    ['that go to another port', '#1 to 10.0.0.8:80; #2 to 10.0.0.8:81'],
  ])('say nothing of each other: those %s', (_, whose) => {
    expect(told(`${whose}; ${both}`)).toEqual(nothing);
  });

  it.each([
    ['its address, whatever the port', '#1 from 10.0.0.1:40000; #2 from 10.0.0.1:40001'],
    ['its number', '#1 as 4; #1 from 10.0.0.1; #2 as 4; #2 from 10.0.0.2'],
    ['its path', ''],
  ])('are known by the same: %s', (_, whose) => {
    expect(told(`${whose}; ${both}`)).toEqual({
      reasons: { 'all closed by the client: a new session, or it keeps none': 1 },
      elsewhere: [true, false],
    });
  });

  it('have a past of their own each', () => {
    const whose =
      '#1 from 10.0.0.1; #2 from 10.0.0.2; #3 from 10.0.0.1; #4 from 10.0.0.2; #5 from 10.0.0.3; #6 from 10.0.0.3';
    const script = `${whose}; ${closing(1, 1)}; ${exchange(2, 10)}; #5 c2s 15..15 x1; ${exchange(3, 20)}; ${exchange(4, 30)}; #6 c2s 40..40 x1`;
    expect(measurementOf(script).facts.newConnections).toEqual({
      'all others busy': 1,
      'all closed by the client: a new session, or it keeps none': 1,
      'Connection: close from the server': 1,
    });
  });

  it('are not held back by the idle connections of others', () => {
    const idle = '#1 from 10.0.0.1; #1 c2s 1..1 x1; #1 s2c 2..2 x1';
    const other = '#2 from 10.0.0.2; #3 from 10.0.0.2';
    expect(measurementOf(`${idle}; ${other}; ${closing(2, 10)}; ${exchange(3, 20)}`).facts).toMatchObject({
      newConnections: { 'Connection: close from the server': 1 },
    });
  });

  it('tell of a single exchange only what came after it from the same client', () => {
    const whose = '#1 from 10.0.0.1; #2 from 10.0.0.2; #3 from 10.0.0.1';
    const groups = measurementOf(`${whose}; ${both}; ${exchange(3, 20)}`).groups;
    expect(groups.map(({ first, count, shape }) => [first, count, shape.nextElsewhere])).toEqual([
      [1, 1, true],
      [2, 2, false],
    ]);
  });
});

describe('clients in great number', () => {
  const address = (client: number, port = 40_000) => ({ host: `client-${client}`, port });
  const opened = (connection: number, client: number): OpenEvent => ({
    ...{ type: 'open', seq: connection * 10, at: connection, connection, transport: 'tcp', control: false },
    front: { client: address(client, connection), tap: address(0) },
    back: { tap: null, server: { host: 'server', port: 80 } },
  });

  it('are forgotten in the order in which they left, and only those without a connection', () => {
    const clients = emptyClients();
    const [stays, leaves] = [clientOf(clients, opened(1, 1)), clientOf(clients, opened(2, 2))];
    closeOneOf(clients, leaves);
    const forgotten: Client[] = [];
    for (let nth = 3; nth < 3 * rememberedAtLeast; nth++)
      forgotten.push(...closeOneOf(clients, clientOf(clients, opened(nth, nth))));
    expect(forgotten[0]).toBe(leaves);
    expect(everyClient(clients).length).toBeGreaterThan(rememberedAtLeast);
    expect(everyClient(clients).length).toBeLessThanOrEqual(2 * rememberedAtLeast + 1);
    expect(clientOf(clients, opened(9, 1))).toBe(stays);
    expect(clientOf(clients, opened(9, 2))).not.toBe(leaves);
  });

  it('leave no claim behind: nothing is known to follow, and who comes back is new', () => {
    const answer = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
    const asked = Buffer.from('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    const others = 2 * rememberedAtLeast + 1;
    const events = Array.from({ length: others + 2 }, (_, nth): TraceEvent[] => {
      const connection = nth + 1;
      const at = (step: number) => ({ seq: connection * 10 + step, at: connection, connection });
      return [
        opened(connection, nth === others + 1 ? 0 : nth),
        { type: 'bytes', ...at(1), direction: 'c2s', bytes: asked },
        { type: 'bytes', ...at(2), direction: 's2c', bytes: answer },
        { type: 'close', ...at(3) },
      ];
    }).flat();
    const { facts, groups } = measureRecording({ question: 'observed', events });
    expect(facts).toMatchObject({ exchanges: others + 2, newConnections: {} });
    expect(groups).toMatchObject([{ first: 1, count: others + 2, shape: { nextElsewhere: false } }]);
  });
});
