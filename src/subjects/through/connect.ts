/** A tunnel through a forward proxy, RFC 9110 §9.3.6: CONNECT, and one request within it. */
import { connect } from 'node:net';
import { paths } from '../../model/scripts/through.ts';
import { fieldLines } from '../asked.ts';
import type { Performance } from '../stage.ts';
import { openPath, originOf, type RealProxy } from './path.ts';

/** Ends with an answer, or when the proxy refuses or hangs up: the trace tells which. */
export function tunnel(proxy: RealProxy): Performance {
  return async (stage) => {
    const { front } = await openPath(stage, { ...proxy, version: 'http/1.1' });
    const host = originOf(proxy.originPort);
    const socket = connect({ ...front, noDelay: true });
    stage.scope.defer(() => socket.destroy());
    await new Promise<void>((resolve) => {
      let heard = '';
      let isOpen = false;
      socket.on('data', (bytes) => {
        heard += bytes.toString('latin1');
        if (!isOpen) {
          if (!heard.includes('\r\n\r\n')) return;
          if (!/^HTTP\/1\.[01] 2/.test(heard)) return resolve();
          isOpen = true;
          socket.write(`GET ${paths.tunnel} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        } else if (heard.includes(paths.tunnel)) resolve();
      });
      socket.on('end', () => resolve());
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      const fields = [`Host: ${host}`, ...fieldLines(proxy.asked)];
      socket.write(`CONNECT ${host} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`, 'latin1');
    });
  };
}
