/** A certificate for the occasion: self-signed (RFC 5280), for this machine's names and for the server it stands in for. */
import { isIP } from 'node:net';

/** Valid from now on for a week, for localhost, 127.0.0.1, ::1 and the host. PEM, both. */
export async function certificateFor(host: string): Promise<{ key: string; cert: string }> {
  // It takes a third of a second to load, which nobody needs who speaks no TLS.
  const { generate } = await import('selfsigned');
  const names = [...new Set(['localhost', '127.0.0.1', '::1', host])];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + weekMilliseconds),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { key, cert };
}

const weekMilliseconds = 7 * 24 * 3600 * 1000;
