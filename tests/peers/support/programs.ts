/**
 * Peers are programs that we did not write. A test with one runs where the program is there and usable; elsewhere it is
 * skipped and its name says what is missing, unless REQUIRE_PEERS=1 makes that a failure.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** `proofs` names each program, with arguments with which it succeeds at once if it can do its work here. */
export function describeWithPeers(name: string, proofs: Record<string, string[]>, suite: () => void): void {
  const missing = Object.keys(proofs).filter((program) => !isUsable(program, proofs[program] ?? []));
  if (missing.length === 0) {
    describe(name, suite);
    return;
  }
  const why = `${missing.join(' and ')} cannot be used here`;
  if (process.env.REQUIRE_PEERS === '1')
    describe(name, () => {
      it('has its programs', () => expect.fail(why));
    });
  else describe.skip(`${name} (not run: ${why})`, suite);
}

function isUsable(program: string, proof: string[]): boolean {
  return spawnSync(program, proof, { stdio: 'ignore' }).status === 0;
}
