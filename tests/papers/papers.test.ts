/** Each block of code in the papers is a command whose output is compared, a command that there is, or a lab that runs. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  type Block,
  blocksOf,
  comparable,
  missingLine,
  papers,
  project,
  readPaper,
  stepsOf,
  typed,
  withProject,
} from './papers.ts';

// A session may run every lab.
vi.setConfig({ testTimeout: 180_000 });

const texts = new Map(
  await Promise.all(papers.map(async (paper) => [paper, await readPaper(paper)] as const)),
);
const blocks = [...texts].flatMap(([paper, text]) => blocksOf(paper, text));
const placeOf = ({ paper, line }: Block): string => `${paper}:${line}`;

describe('a paper', () => {
  it('has only blocks of kinds that are held against something', () => {
    // Drawings, and the map, which has a test of its own, stand with the sources; configurations are for their programs.
    const kinds = ['console', 'sh', 'ts', 'nginx'];
    const drawings = ['text', 'map'];
    for (const block of blocks)
      expect([placeOf(block), block.kind]).toEqual([
        placeOf(block),
        expect.toSatisfy((kind: string) =>
          [...kinds, ...(block.paper === 'src/README.md' ? drawings : [])].includes(kind),
        ),
      ]);
  });

  it('hides no output in an indented block', () => {
    for (const [paper, text] of texts)
      expect([paper, text.replaceAll(/^```[\s\S]*?^```/gm, '').match(/\n\n {4}.*/g)]).toEqual([paper, null]);
  });

  it('links to files and headings that there are', () => {
    for (const [paper, text] of texts)
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [path = '', heading] = target.split('#');
        if (/^[a-z]+:/.test(target)) continue;
        const file = path === '' ? paper : join(dirname(paper), path);
        expect([`${paper}: ${target}`, existsSync(join(project, file))]).toEqual([
          `${paper}: ${target}`,
          true,
        ]);
        if (heading) expect(headingsOf(texts.get(file) ?? '')).toContain(heading);
      }
  });

  it('names only files that there are', () => {
    const own = new Set(['labs/mine.ts', 'labs/NAME.ts']);
    for (const [paper, text] of texts)
      for (const [, file = ''] of text.matchAll(
        /(?<![\w/.-])((?:labs|src|tests)\/[\w./-]+\.(?:ts|js|pcap|json|ndjson|md|png))\b/g,
      ))
        expect([paper, file, own.has(file) || existsSync(join(project, file))]).toEqual([paper, file, true]);
  });

  it('names only files that there are, where src/README.md names them from src', () => {
    const [readme = ''] = [texts.get('src/README.md')];
    const named = [...readme.matchAll(/`((?:[a-z0-9-]+\/)+[a-z0-9-]+\.ts)`/g)].map(([, file = '']) => file);
    expect(named.length).toBeGreaterThan(20);
    for (const file of named)
      expect([file, existsSync(join(project, 'src', file)) || existsSync(join(project, file))]).toEqual([
        file,
        true,
      ]);
  });

  it('is at most 250 lines long, if it is the first', () => {
    expect(texts.get('README.md')?.split('\n').length).toBeLessThanOrEqual(251);
  });
});

/** As GitHub makes anchors of headings. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What was typed once need not be typed again, if it leaves nothing behind. */
const printed = new Map<string, Promise<string>>();
const typedOnce = (command: string, folder: string): Promise<string> => {
  if (/--(json|html|trace|pcap|har|markdown)|[>|]/.test(command)) return typed(command, folder);
  const before = printed.get(command) ?? typed(command, folder);
  printed.set(command, before);
  return before;
};

describe.concurrent('a session', () => {
  for (const block of blocks.filter(({ kind, with: program }) => kind === 'console' && program === null))
    it(`at ${placeOf(block)} prints what is shown`, async ({ expect }) => {
      await withProject(async (folder) => {
        for (const { command, printed: shown } of stepsOf(block)) {
          const text = await typedOnce(command, folder);
          const missing = missingLine(shown, text);
          if (missing !== null) expect(text, `what ${command} prints`).toContain(missing);
          expect(missing).toBeNull();
        }
      });
    });
});

describe('a command that is only named', () => {
  const commands = blocks
    .filter(({ kind }) => kind === 'sh')
    .flatMap((block) => block.text.split('\n').map((line) => [placeOf(block), line.replace(/ +# .*/, '')]))
    .filter(([, command]) => command !== '');

  it('is one of the scripts, labs and commands that there are', async () => {
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    const help = await typed('node src/bin.js --help', project);
    for (const [place, command = ''] of commands) {
      for (const [, script = ''] of command.matchAll(/npm run (?:--silent )?([\w:]+)/g))
        expect([place, script, script in scripts]).toEqual([place, script, true]);
      for (const [, name = ''] of command.matchAll(/npm run (?:--silent )?lab -- (?:-\S+ )*([a-z]\w+)/g))
        expect([place, help]).toEqual([place, expect.stringMatching(new RegExp(`^  ${name}\\b`, 'm'))]);
      // Options of other programs are their own business.
      const [, name, options = ''] = command.match(/ lab -- ([a-z]\w+)(.*?)(?: -- .*)?$/) ?? [];
      for (const [option] of options.matchAll(/(?<=[ [])--[a-z]+/g))
        expect([place, option, await typedOnce(`node src/bin.js ${name} --help`, project)]).toEqual([
          place,
          option,
          expect.stringContaining(option),
        ]);
    }
  });
});

describe.concurrent('a lab that is shown', () => {
  for (const block of blocks.filter(({ kind, text }) => kind === 'ts' && text.includes('defineLab')))
    it(`at ${placeOf(block)} runs`, async ({ expect }) => {
      await withProject(async (folder) => {
        await mkdir(join(folder, 'mine'));
        await writeFile(join(folder, 'mine', 'lab.ts'), block.text);
        const text = await typed('npm run --silent lab -- run mine/lab.ts --json - && echo it ran', folder);
        expect(text).toContain('"outcome": "ran"');
        expect(text).toContain('it ran');
      });
    });
});

describe('what is shown', () => {
  it.each([
    [['one', 'two'], 'one\ntwo\nthree'],
    [['two', 'three'], 'one\ntwo\nthree'],
    [['one', '…', 'three'], 'one\ntwo\nthree'],
    [['at 127.0.0.1:8080/ after 5.0 s'], 'at  127.0.0.1:41234/   after 17 s'],
  ])('%j is found in %j', (shown, text) => {
    expect(missingLine(shown, text)).toBeNull();
  });

  it.each([
    [['two', 'one'], 'one\ntwo', 'one'],
    [['one', 'three'], 'one\ntwo\nthree', 'three'],
    [['one', '…', 'four'], 'one\ntwo\nthree', 'four'],
    [['5 connections'], '6 connections', '5 connections'],
    [['a  b'], 'a b', 'a  b'],
  ])('%j is missed in %j', (shown, text, missing) => {
    expect(missingLine(shown, text)).toBe(missing);
  });

  it('keeps its columns where nothing varies', () => {
    expect(comparable('a   b')).toBe('a   b');
    expect(comparable('a   12 bytes   b')).toBe('a N bytes b');
    expect(comparable('────  ──')).toBe(comparable('──── ───'));
    expect(comparable('────  ──')).not.toBe(comparable('────'));
  });
});
