/** Clients that are asked for several things, one after another or at once, each by its own means. */
import type { Program } from './installed.ts';

export interface ClientKind extends Program {
  name: string;
  speaks: '1.1' | '2';
  /** Arguments with which it asks for these URLs; null where it cannot. */
  inTurn(urls: string[]): string[] | null;
  atOnce(urls: string[]): string[] | null;
}

const python = (
  name: string,
  module: string,
  setUp: string,
  inTurn: string,
  atOnce: string | null,
  speaks: ClientKind['speaks'] = '1.1',
): ClientKind => {
  const script = (body: string) => `import sys, asyncio\nurls = sys.argv[1:]\n${setUp}\n${body}`;
  return {
    ...{ name, speaks, program: '/usr/bin/python3' },
    proof: ['-c', `import importlib.metadata as m; print(m.version('${module}'))`],
    inTurn: (urls) => ['-c', script(inTurn), ...urls],
    atOnce: (urls) => (atOnce === null ? null : ['-c', script(atOnce), ...urls]),
  };
};

/** `get` is an expression that gives a promise of a whole answer. What fails is left out, as a user would go on. */
const node = (
  name: string,
  module: string | null,
  setUp: string,
  get: string,
  speaks: ClientKind['speaks'] = '1.1',
): ClientKind => {
  const script = (body: string) =>
    `const urls = process.argv.slice(1);\n${setUp}\nconst get = async (url) => ${get};\n${body}\nprocess.exit(0);`;
  const version =
    module === null
      ? 'process.version'
      : `(await import('node:fs')).readFileSync('node_modules/${module}/package.json', 'utf8').match(/"version": "(.*)"/)[1]`;
  const run = (body: string, urls: string[]) => ['--input-type=module', '-e', script(body), ...urls];
  return {
    ...{ name, speaks, program: process.execPath },
    proof: ['--input-type=module', '-e', `console.log(${version})`],
    inTurn: (urls) => run('for (const url of urls) await get(url).catch(() => {});', urls),
    atOnce: (urls) => run('await Promise.allSettled(urls.map(get));', urls),
  };
};

const httpGet = `new Promise((resolve, reject) => {
  http.get(url, { agent }, (response) => response.resume().on('end', resolve).on('error', reject)).on('error', reject);
})`;

const first = (urls: string[]): string => urls[0] ?? '';

export const clientKinds: readonly ClientKind[] = [
  {
    ...{ name: 'curl', program: 'curl', proof: ['--version'], speaks: '1.1' },
    inTurn: (urls) => ['-s', '--max-time', '10', ...urls],
    atOnce: (urls) => ['-s', '-Z', '--parallel-immediate', '--max-time', '10', ...urls],
  },
  {
    ...{ name: 'curl, HTTP/2', program: 'curl', proof: ['--version'], speaks: '2' },
    inTurn: (urls) => ['-s', '--http2-prior-knowledge', '--max-time', '10', ...urls],
    atOnce: (urls) => ['-s', '-Z', '--http2-prior-knowledge', '--max-time', '10', ...urls],
  },
  {
    ...{ name: 'wget', program: 'wget', proof: ['--version'], speaks: '1.1' },
    inTurn: (urls) => ['-q', '-O', '/dev/null', '--tries=2', '--timeout=5', ...urls],
    atOnce: () => null,
  },
  {
    ...{ name: 'ab -k', program: 'ab', proof: ['-V'], speaks: '1.1' },
    inTurn: (urls) => ['-q', '-k', '-s', '5', '-n', `${urls.length}`, '-c', '1', first(urls)],
    atOnce: (urls) => ['-q', '-k', '-s', '5', '-n', `${urls.length}`, '-c', `${urls.length}`, first(urls)],
  },
  {
    ...{ name: 'h2load', program: 'h2load', proof: ['--version'], speaks: '2' },
    inTurn: (urls) => ['-n', `${urls.length}`, '-c', '1', '-m', '1', '-N', '5', first(urls)],
    atOnce: (urls) => ['-n', `${urls.length}`, '-c', '1', '-m', `${urls.length}`, '-N', '5', first(urls)],
  },
  {
    ...{ name: 'nghttp', program: 'nghttp', proof: ['--version'], speaks: '2' },
    inTurn: () => null,
    atOnce: (urls) => ['-n', '-t', '5', ...urls],
  },
  python(
    'Python urllib3',
    'urllib3',
    'import urllib3\npool = urllib3.PoolManager(timeout=5)',
    'for url in urls:\n  try: pool.request("GET", url)\n  except Exception: pass',
    'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(8) as many: list(many.map(lambda url: pool.request("GET", url), urls))',
  ),
  python(
    'Python requests',
    'requests',
    'import requests\nsession = requests.Session()',
    'for url in urls:\n  try: session.get(url, timeout=5)\n  except Exception: pass',
    'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(8) as many: list(many.map(lambda url: session.get(url, timeout=5), urls))',
  ),
  ...(['1.1', '2'] as const).map((speaks) =>
    python(
      `Python httpx${speaks === '2' ? ', HTTP/2' : ''}`,
      'httpx',
      `import httpx\nclient = httpx.AsyncClient(${speaks === '2' ? 'http1=False, http2=True' : ''})`,
      'async def all():\n  for url in urls:\n    try: await client.get(url)\n    except Exception: pass\nasyncio.run(all())',
      'async def all(): await asyncio.gather(*[client.get(url) for url in urls], return_exceptions=True)\nasyncio.run(all())',
      speaks,
    ),
  ),
  python(
    'Python aiohttp',
    'aiohttp',
    'import aiohttp\nasync def get(session, url):\n  async with session.get(url) as response: await response.read()',
    'async def all():\n  async with aiohttp.ClientSession() as session:\n    for url in urls:\n      try: await get(session, url)\n      except Exception: pass\nasyncio.run(all())',
    'async def all():\n  async with aiohttp.ClientSession() as session: await asyncio.gather(*[get(session, url) for url in urls], return_exceptions=True)\nasyncio.run(all())',
  ),
  node('Node http.Agent', null, "import http from 'node:http'; const agent = new http.Agent();", httpGet),
  node(
    'Node http.Agent, keepAlive',
    null,
    "import http from 'node:http'; const agent = new http.Agent({ keepAlive: true });",
    httpGet,
  ),
  node('undici', 'undici', "import { request } from 'undici';", '(await request(url)).body.dump()'),
  node(
    'undici, HTTP/2',
    'undici',
    "import { H2CClient, request } from 'undici'; const dispatcher = new H2CClient(new URL(urls[0]).origin, { pipelining: 100 });",
    '(await request(url, { dispatcher })).body.dump()',
    '2',
  ),
  node('axios', 'axios', "import axios from 'axios';", 'axios.get(url, { timeout: 5000 })'),
  node('got', 'got', "import got from 'got';", 'got(url, { timeout: { request: 5000 } })'),
];
