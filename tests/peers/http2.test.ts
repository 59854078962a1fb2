/**
 * HTTP/2 as real ends have it, where it is easily taken for a fault: HTTP/1.1 that is upgraded to h2c, RFC 7540 §3.2,
 * and pushes to clients that want none, RFC 9113 §8.4.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { observe, resultOf, serve } from '../commands/observe/observed.ts';
import {
  acknowledged,
  block,
  END_STREAM,
  get,
  headers,
  lastData,
  ok,
  preface,
  promise,
  settings,
  type,
} from '../suites/http2/parts.ts';
import { type Place, type RunningServer, serverKinds, startServer } from './support/probe-servers.ts';
import { describeWithPeers } from './support/programs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const observed = async (port: number, ...command: string[]) => {
  const { violations, facts, verdicts } = resultOf(
    await (await observe(port, '--json', '-', '--', ...command)).ended,
  );
  const { exchanges, messages, unasked, protocol } = facts?.observed ?? {};
  const { wire, conversation } = verdicts?.observed ?? {};
  return {
    ...{ exchanges, messages, unasked, protocol, wire: wire?.mode, conversation: conversation?.mode },
    faults: violations.map(({ side, grade, reason }) => `${side} ${grade} ${reason.id}`),
  };
};

describeWithPeers(
  'HTTP/1.1 that Apache upgrades to h2c',
  { apache2: ['-v'], curl: ['--version'], nghttp: ['--version'] },
  () => {
    let apache: RunningServer;
    let port = 0;
    beforeAll(async () => {
      const kind = serverKinds.find(({ program }) => program === 'apache2');
      if (!kind) throw new Error('there is no Apache to start');
      const configuration = (place: Place) => `${kind.configuration?.(place)}\nH2Upgrade on\n`;
      apache = await startServer({ ...kind, configuration }, null);
      port = Number(new URL(apache.urls.h2c ?? '').port);
    });
    afterAll(() => apache.stop());

    it.each([
      ['curl --http2', ['curl', '--noproxy', '*', '-s', '--http2', '{url}/']],
      ['nghttp -u', ['nghttp', '-u', '-n', '{url}/']],
    ])('%s: the answer comes on stream 1, and nobody breaks a rule', async (_, command) => {
      expect(await observed(port, ...command)).toEqual({
        ...{ exchanges: 1, messages: { c2s: 1, s2c: 1 }, unasked: 0, faults: [] },
        ...{ protocol: 'HTTP/1.1 and HTTP/2', wire: 'half-duplex', conversation: 'inconclusive' },
      });
    });
  },
);

/** Answers the first request with a push beside it, before or after it acknowledges the client's SETTINGS. */
const pushing = (when: 'before' | 'after') =>
  serve((socket) => {
    let received = Buffer.alloc(0);
    let isAnswered = false;
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (isAnswered || !holdsHeaders(received.subarray(preface.length))) return;
      isAnswered = true;
      const pushed = promise(1, 2, Buffer.concat([get, block([[':authority', 'localhost']])]));
      const answers = [headers(2, ok), lastData(2, 'pushed'), headers(1, ok), lastData(1, 'ok')];
      socket.write(
        Buffer.concat([
          settings(),
          ...(when === 'before' ? [pushed, ...answers, acknowledged] : [acknowledged, pushed, ...answers]),
        ]),
      );
    });
    socket.on('end', () => socket.end());
  });

/** Whole, in frames one after the other. */
function holdsHeaders(frames: Buffer): boolean {
  for (let at = 0; at + 9 <= frames.length; ) {
    const end = at + 9 + frames.readUIntBE(at, 3);
    if (frames[at + 3] === type.HEADERS && ((frames[at + 4] ?? 0) & END_STREAM) !== 0)
      return end <= frames.length;
    at = end;
  }
  return false;
}

const undici = [
  process.execPath,
  '--input-type=module',
  '--eval',
  `import { H2CClient } from 'undici';
   const client = new H2CClient(process.argv[1]);
   await client.request({ path: '/', method: 'GET' }).then(({ body }) => body.text()).catch(() => {});
   await client.destroy();`,
  '{url}',
];
const curl = ['curl', '--noproxy', '*', '-s', '--http2-prior-knowledge', '{url}/'];

describeWithPeers('a push that the client has refused in its SETTINGS', { curl: ['--version'] }, () => {
  it.each([
    ['curl', curl],
    ['undici', undici],
  ])('breaks no rule and is no message while the server need not know: %s', async (_, command) => {
    expect(await observed(await pushing('before'), ...command)).toEqual({
      ...{ exchanges: 1, messages: { c2s: 1, s2c: 1 }, unasked: 0, faults: [] },
      ...{ protocol: 'HTTP/2', wire: 'half-duplex', conversation: 'inconclusive' },
    });
  });

  it.each([
    ['curl', curl],
    ['undici', undici],
  ])('is the fault of a server that has acknowledged them, and named once: %s', async (_, command) => {
    const { faults } = await observed(await pushing('after'), ...command);
    expect(faults).toEqual(['server violation http2.push-not-accepted']);
  });
});
