/** `--cert`, `--key` and `--cacert`: PEM files. Nothing of what is in them is ever printed. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';

/** Both PEM; the key may stand in the certificate's file, as curl has it. Null if none is given. Throws a UsageError. */
export function credentials(cert?: string, key?: string): { cert: string; key: string } | null {
  if (cert === undefined) {
    if (key !== undefined) throw new UsageError('--key needs --cert');
    return null;
  }
  const found = {
    cert: pem('--cert', cert),
    key: key === undefined ? pem('--cert', cert) : pem('--key', key),
  };
  const [which, file] = key === undefined ? ['--cert', cert] : ['--key', key];
  if (!certificateIn('--cert', cert, found.cert).checkPrivateKey(keyIn(which, file, found.key)))
    throw new UsageError(
      `the key in ${printable(file)} does not belong to the certificate in ${printable(cert)}`,
    );
  return found;
}

/** PEM. Throws a UsageError. */
export function authorities(file: string): string {
  const text = pem('--cacert', file);
  certificateIn('--cacert', file, text);
  return text;
}

function pem(option: string, file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${option}: cannot read ${printable(file)}: ${code ?? message}`);
  }
}

function certificateIn(option: string, file: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new UsageError(`${option}: ${printable(file)} holds no certificate in PEM`);
  }
}

function keyIn(option: string, file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ERR_MISSING_PASSPHRASE'
        ? `${option}: the key in ${printable(file)} is encrypted: give one that is not`
        : `${option}: ${printable(file)} holds no private key in PEM`,
    );
  }
}
