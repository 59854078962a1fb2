/** What the protocols before and around HTTP do not allow. */
import { violation } from './rule.ts';

export const otherRules = {
  'tls.answered-in-clear': violation(
    'client',
    'RFC 8446 §4',
    'a TLS hello, which the server answered in clear text: nothing is encrypted',
  ),
  'proxy.header': violation('client', 'PROXY protocol §2', 'a malformed header of the PROXY protocol'),
} as const;
