/** A certificate with which a client shows who it is (RFC 5280 §4.2.1.12); it is its own authority. PEM, both. */
import { generate } from 'selfsigned';

export async function clientCertificate(): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'client' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  });
  return { cert, key };
}
