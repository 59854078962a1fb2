/** A probe of https: agrees on the version by ALPN (RFC 7301), and takes whatever certificate it is shown. */
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { closeServers, listening, probed, rawServer } from './probed.ts';

const certificate = await certificateFor('127.0.0.1');

afterAll(closeServers);

describe.concurrent('probe of https:', () => {
  it('agrees by ALPN on the version asked, and does not verify the certificate', async () => {
    const server = createSecureServer(
      { ...certificate, allowHTTP1: true },
      (_request, response) => void response.end('ok'),
    );
    const port = await listening(server);
    const { rows, notes, text } = await probed(port, { http: 'all' }, 'https');
    expect(rows['answers as']).toBe('HTTP/2 200');
    expect(text).toMatch(/answers as +HTTP\/1\.1 200 +HTTP\/1\.1 200 +HTTP\/2 200/);
    expect(notes.at(-1)).toBe("The server's certificate was not verified.");
  });

  it('says what was agreed on where it is not HTTP/2', async () => {
    const server = createHttpsServer(
      { ...certificate, ALPNProtocols: ['http/1.1'] },
      (_request, response) => void response.end('ok'),
    );
    const { result, text } = await probed(await listening(server), { http: 'all' }, 'https');
    expect(result.outcome).toBe('skipped');
    expect(text).toContain('HTTP/2 is not spoken: the server refuses the offer of h2 by ALPN');
    const plain = createHttpsServer({ ...certificate, ALPNCallback: () => undefined }, () => {});
    expect((await probed(await listening(plain), { http: '2' }, 'https')).result.outcome).toBe('skipped');
  });

  it.each([
    ['closes', 'the server closed the connection in the TLS handshake', (socket: Socket) => socket.end()],
    [
      'resets',
      'the server reset the connection without an answer',
      (socket: Socket) => socket.resetAndDestroy(),
    ],
  ])('says of a server that %s the connection in the handshake that it did', async (_, said, hangUp) => {
    const port = await rawServer((socket) => socket.once('data', () => hangUp(socket)));
    const { result, text } = await probed(port, { http: '1.1' }, 'https');
    expect([result.outcome, text]).toEqual(['failed', expect.stringContaining(said)]);
  });

  it('asks for the scheme of the URL', async () => {
    let scheme: unknown = null;
    const server = createSecureServer(certificate, (request, response) => {
      scheme = request.headers[':scheme'];
      response.end('ok');
    });
    await probed(await listening(server), { http: '2' }, 'https');
    expect(scheme).toBe('https');
  });
});
