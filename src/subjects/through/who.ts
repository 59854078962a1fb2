/**
 * What a proxy says to bytes that are no request. It must answer them itself, so the page that it sends names it even
 * if it adds no Server or Via field to what it passes on. RFC 9112 §2.2.
 */
import { connect } from 'node:net';
import type { Scope } from '../../wire/scope.ts';
import type { Target } from '../target.ts';

/** Resolves with the first bytes of the answer, or when there is none. */
export function saySomethingElse(to: Target, scope: Scope): Promise<void> {
  const socket = connect({ ...to });
  scope.defer(() => socket.destroy());
  return new Promise((resolve) => {
    socket.once('data', () => resolve());
    socket.on('end', () => resolve());
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.write('this is no request\r\n\r\n');
  });
}
