/** What the papers show of programs that we did not write: each is started, the session is typed, and the output compared. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { blocksOf, missingLine, papers, readPaper, stepsOf, typed, withProject } from '../papers/papers.ts';
import { serverKinds, startServer } from './support/probe-servers.ts';
import { describeWithPeers } from './support/programs.ts';
import { proxies, startProxy } from './support/through-proxies.ts';

vi.setConfig({ testTimeout: 180_000 });

/** In the papers a server is on port 8080 (with TLS 8443), and a proxy looks for its origin on port 9000. */
interface Stage {
  command(shown: string): string;
  stop(): Promise<void>;
}

const blocks = (await Promise.all(papers.map(async (paper) => blocksOf(paper, await readPaper(paper)))))
  .flat()
  .filter(({ kind, with: program }) => kind === 'console' && program !== null);

/** The other programs that a session types, with what they do at once. */
const others: Record<string, string[]> = {
  h2load: ['--version'],
  curl: ['--version'],
  tshark: ['--version'],
  editcap: ['--version'],
};

describe('the programs of the papers', () => {
  it('are known here', () => {
    for (const { with: program } of blocks) expect(isKnown(program ?? '')).toBe(true);
  });
});

for (const [program, sessions] of sessionsByProgram()) {
  const typedWords = sessions.flatMap((block) => stepsOf(block).map(({ command }) => command)).join(' ');
  const needed = Object.fromEntries(
    Object.entries(others).filter(([name]) => new RegExp(`\\b${name}\\b`).test(typedWords)),
  );
  describeWithPeers(`the papers, with ${program}`, { ...proofOf(program), ...needed }, () => {
    let stage: Stage | null = null;
    beforeAll(async () => {
      stage = await start(program);
    });
    afterAll(() => stage?.stop());

    // Behind a proxy there is one origin, for one session at a time.
    const session = program in proxies ? it : it.concurrent;
    for (const block of sessions)
      session(`print what is shown at ${block.paper}:${block.line}`, async ({ expect }) => {
        await withProject(async (folder) => {
          for (const { command, printed: shown } of stepsOf(block)) {
            const text = await typed(stage?.command(command) ?? '', folder);
            const missing = missingLine(shown, text);
            if (missing !== null) expect(text, `what ${command} prints`).toContain(missing);
            expect(missing).toBeNull();
          }
        });
      });
  });
}

function sessionsByProgram(): Map<string, typeof blocks> {
  const groups = new Map<string, typeof blocks>();
  for (const block of blocks) groups.set(block.with ?? '', [...(groups.get(block.with ?? '') ?? []), block]);
  return groups;
}

function isKnown(program: string): boolean {
  return (
    program === 'what is installed' ||
    program in others ||
    program in proxies ||
    serverKinds.some(({ name }) => name === program)
  );
}

/** What must be there for a session with it. */
function proofOf(program: string): Record<string, string[]> {
  if (program === 'what is installed')
    return Object.fromEntries(serverKinds.map((kind) => [kind.program, kind.proof]));
  if (program in others) return {};
  const kind =
    program in proxies
      ? proxies[program as keyof typeof proxies]
      : serverKinds.find(({ name }) => name === program);
  return kind ? { [kind.program]: kind.proof } : {};
}

async function start(program: string): Promise<Stage> {
  if (program === 'what is installed' || program in others)
    return { command: (shown) => shown, stop: async () => {} };
  if (program in proxies) {
    const { url, originPort, stop } = await startProxy(proxies[program as keyof typeof proxies]);
    const command = (shown: string) =>
      shown.replaceAll('127.0.0.1:8080', new URL(url).host).replaceAll('9000', `${originPort}`);
    return { command, stop };
  }
  const kind = serverKinds.find(({ name }) => name === program);
  if (!kind) throw new Error(`"${program}" is not known`);
  const { urls, stop } = await startServer(kind, null);
  const host = (url: string | null) => new URL(url ?? 'http://127.0.0.1:0/').host;
  const command = (shown: string) =>
    shown.replaceAll('127.0.0.1:8080', host(urls['http/1'])).replaceAll('127.0.0.1:8443', host(urls.https));
  return { command, stop };
}
