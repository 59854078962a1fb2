/** What a tap on a thread of its own has beyond the tap: a thread that may be lost, and must not be left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { WithholdRequest } from '../../src/wire/withholding.ts';
import { openTapThread } from './tap-thread.ts';
import { patient } from './tapped-server.ts';

vi.setConfig(patient);

describe('a tap on a thread of its own', () => {
  it('that is lost leaves nobody waiting', async () => {
    const tap = await openTapThread({ to: { host: '127.0.0.1', port: 1 }, listener: () => {} });
    const never = tap.withhold({ direction: 'c2s', text: 'never' });
    // No text at all: the thread stumbles over it.
    tap.withhold({ direction: 'c2s' } as WithholdRequest);
    await expect(never.begun).rejects.toThrow();
    await expect(tap.mark({ type: 'mark', mark: 'grace passed', of: 'all' })).rejects.toThrow();
    await expect(never.release()).rejects.toThrow();
    await tap.close();
  });
});

it.for(['tap', 'thread'])(
  'a program that opens and closes a tap (%s) ends by itself, whatever was open',
  async (kind, { signal }) => {
    const program = fileURLToPath(new URL('./open-and-close.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', program, kind], {
      stdio: ['ignore', 'pipe', 'inherit'],
      signal,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (bytes) => {
      output += bytes;
    });
    const [code] = await once(child, 'close');
    expect({ code, output }).toEqual({ code: 0, output: '5 opened, 5 closed\n' });
  },
);
