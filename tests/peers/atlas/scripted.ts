/** Clients that are libraries: each is a few lines in its own language, which are given to it as an argument. */
import type { ClientKind } from './client.ts';

interface Scripted {
  name: string;
  speaks?: ClientKind['speaks'];
  /** Of `url`. What fails is left out, as a user would go on. */
  get: string;
  /** Of `content`, to `url`. */
  post: string;
  /** As `get`, and asks for another protocol; none where it cannot. */
  upgrade?: string;
}

type Ways = Required<Pick<ClientKind, 'inTurn' | 'atOnce' | 'afterIdle' | 'uploads'>> &
  Pick<ClientKind, 'upgrades'>;

/** `way`: by its name; what follows the URLs is `other`. */
const ways = (
  argumentsFor: (way: string, urls: string[], other?: string) => string[],
  upgrade?: string,
): Ways => ({
  inTurn: (urls) => argumentsFor('inTurn', urls),
  atOnce: (urls) => argumentsFor('atOnce', urls),
  afterIdle: (urls, seconds) => argumentsFor('afterIdle', urls, `${seconds}`),
  uploads: (urls, file) => argumentsFor('uploads', urls, file),
  ...(upgrade === undefined ? {} : { upgrades: (urls) => argumentsFor('upgrades', urls) }),
});

/** `client`: what is made, entered and left asynchronously, where it is so; `get` and the others then await. */
export function python(
  kind: Scripted & { module: string } & (
      | { setUp: string; client?: never }
      | { client: string; setUp?: never }
    ),
): ClientKind {
  const { name, speaks = '1.1', module, setUp = '', client, get, post, upgrade = 'None' } = kind;
  const [def, wait] = client === undefined ? ['def', ''] : ['async def', 'await '];
  const tried = (action: string, does: string) =>
    `${def} ${action}(client, url, content=None):\n  try: ${does}\n  except Exception: pass\n`;
  const atOnce =
    client === undefined
      ? 'with ThreadPoolExecutor(8) as many: list(many.map(lambda url: get(client, url), urls))'
      : 'await asyncio.gather(*[get(client, url) for url in urls])';
  const pause = client === undefined ? 'time.sleep' : 'await asyncio.sleep';
  const bodies: Record<string, string> = {
    inTurn: `for url in urls: ${wait}get(client, url)`,
    atOnce,
    afterIdle: `${wait}get(client, urls[0])\n  ${pause}(float(other))\n  ${wait}get(client, urls[1])`,
    uploads: `${wait}post(client, urls[0], open(other, "rb").read())`,
    upgrades: `for url in urls: ${wait}upgrade(client, url)`,
  };
  const script = (way: string) =>
    [
      `import sys, asyncio, time, ${module}`,
      'from concurrent.futures import ThreadPoolExecutor',
      `urls, other = sys.argv[2:], sys.argv[1]\n${setUp}`,
      tried('get', get) + tried('post', post) + tried('upgrade', upgrade),
      `${def} all(client):\n  ${bodies[way]}`,
      client === undefined
        ? 'all(None)'
        : `async def main():\n  async with ${client} as client: await all(client)\nasyncio.run(main())`,
    ].join('\n');
  return {
    ...{ name, speaks, program: '/usr/bin/python3' },
    proof: ['-c', `import importlib.metadata as m; print(m.version('${module}'))`],
    ...ways((way, urls, other = '') => ['-c', script(way), other, ...urls], kind.upgrade),
  };
}

/** `get` and the others are expressions that give promises; `leave` ends what would live on. */
export function node(kind: Scripted & { module?: string; setUp: string; leave?: string }): ClientKind {
  const { name, speaks = '1.1', module, setUp, get, post, upgrade = 'null', leave = '' } = kind;
  const bodies: Record<string, string> = {
    inTurn: 'for (const url of urls) await get(url).catch(() => {});',
    atOnce: 'await Promise.allSettled(urls.map(get));',
    afterIdle: 'await get(urls[0]); await setTimeout(1000 * other); await get(urls[1]).catch(() => {});',
    uploads: 'await post(urls[0], readFileSync(other)).catch(() => {});',
    upgrades: 'for (const url of urls) await upgrade(url).catch(() => {});',
  };
  const script = (way: string) => `
    import { readFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    const [other, ...urls] = process.argv.slice(1);
    ${setUp}
    const get = async (url) => ${get};
    const post = async (url, content) => ${post};
    const upgrade = async (url) => ${upgrade};
    ${bodies[way]}
    ${leave}
    process.exit(0);`;
  const version =
    module === undefined
      ? 'process.version'
      : `(await import('node:fs')).readFileSync('node_modules/${module}/package.json', 'utf8').match(/"version": "(.*)"/)[1]`;
  return {
    ...{ name, speaks, program: process.execPath },
    proof: ['--input-type=module', '-e', `console.log(${version})`],
    ...ways(
      (way, urls, other = '') => ['--input-type=module', '-e', script(way), other, ...urls],
      kind.upgrade,
    ),
  };
}
