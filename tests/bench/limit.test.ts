/** More than the instrument keeps one by one is its own limit: nobody is blamed for it, and no verdict rests on it. */
import { expect, it } from 'vitest';
import { measureStream } from '../../src/bench/observe.ts';

it('calls a limit of its own a limit, and not a violation by the client', () => {
  const { push, report } = measureStream({ lab: 'observe', target: '127.0.0.1:80', on: null });
  const client = { host: '127.0.0.1', port: 40_000 };
  const server = { host: '127.0.0.1', port: 80 };
  const place = { at: 0, connection: 1 };
  const back = { tap: null, server };
  push({
    ...place,
    type: 'open',
    seq: 1,
    transport: 'tcp',
    front: { client, tap: server },
    back,
    control: false,
  });
  const requests = Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(10_001));
  push({ ...place, type: 'bytes', seq: 2, direction: 'c2s', bytes: requests });
  const answer = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
  push({ ...place, type: 'bytes', seq: 3, direction: 's2c', bytes: answer });
  const { result, measurements } = report();
  expect(result.violations).toEqual([]);
  expect(measurements?.[0]?.damage).toContainEqual({
    kind: 'limit',
    connection: 1,
    what: 'more than 10,000 requests without a response: what follows is only counted',
  });
  expect(result.verdicts?.observed?.wire).toMatchObject({
    mode: 'inconclusive',
    because: expect.stringContaining('more was open at once than is kept'),
  });
});
