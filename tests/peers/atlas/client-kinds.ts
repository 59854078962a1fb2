/** Clients that are asked for several things, each by its own means. */
import type { ClientKind } from './client.ts';
import { node, python } from './scripted.ts';

const first = (urls: string[]): string => urls[0] ?? '';

/** Of things that are all the same. */
const loads = (program: string, options: string[], count: string, atOnce: string) => ({
  inTurn: (urls: string[]) => [...options, count, `${urls.length}`, atOnce, '1', first(urls)],
  atOnce: (urls: string[]) => [...options, count, `${urls.length}`, atOnce, `${urls.length}`, first(urls)],
  program,
});

const curl = (
  options: string[],
  together: string[],
): Pick<ClientKind, 'program' | 'proof' | 'inTurn' | 'atOnce' | 'uploads'> => {
  const all = ['-s', '--max-time', '10', ...options];
  return {
    ...{ program: 'curl', proof: ['--version'] },
    inTurn: (urls) => [...all, ...urls],
    atOnce: (urls) => [...all, '-Z', ...together, ...urls],
    uploads: (urls, file) => [...all, '--data-binary', `@${file}`, first(urls)],
  };
};

const httpGet = (agent: string) => ({
  setUp: `import http from 'node:http'; const agent = new http.Agent(${agent});
    const answered = (resolve, reject) => (response) => response.resume().on('end', resolve).on('error', reject);`,
  get: `new Promise((resolve, reject) => { http.get(url, { agent }, answered(resolve, reject)).on('error', reject); })`,
  post: `new Promise((resolve, reject) => {
    http.request(url, { agent, method: 'POST' }, answered(resolve, reject)).on('error', reject).end(content);
  })`,
  upgrade: `new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    http.get(url, { agent, headers }, answered(resolve, reject)).on('error', reject);
  })`,
});

const undici = (dispatcher: string) => ({
  ...{ module: 'undici', setUp: `import * as undici from 'undici'; ${dispatcher}` },
  get: '(await undici.request(url, { dispatcher })).body.dump()',
  post: "(await undici.request(url, { dispatcher, method: 'POST', body: content })).body.dump()",
});

export const clientKinds: readonly ClientKind[] = [
  {
    ...{ name: 'curl', speaks: '1.1', ...curl(['--http1.1'], ['--parallel-immediate']) },
    upgrades: (urls) => ['-s', '--max-time', '10', '--http2', ...urls],
  },
  { name: 'curl, HTTP/2', speaks: '2', ...curl(['--http2-prior-knowledge'], []) },
  {
    ...{ name: 'wget', program: 'wget', proof: ['--version'], speaks: '1.1' },
    inTurn: (urls) => ['-q', '-O', '/dev/null', '--tries=2', '--timeout=5', ...urls],
    uploads: (urls, file) => ['-q', '-O', '/dev/null', '--tries=1', `--post-file=${file}`, ...urls],
  },
  {
    ...{ name: 'ab -k', proof: ['-V'], speaks: '1.1', ...loads('ab', ['-q', '-k', '-s', '5'], '-n', '-c') },
    uploads: (urls, file) => ['-q', '-k', '-s', '5', '-n', '1', '-p', file, '-T', 'text/plain', first(urls)],
  },
  {
    ...{ name: 'h2load', proof: ['--version'], speaks: '2' },
    ...loads('h2load', ['-c', '1', '-N', '5'], '-n', '-m'),
    uploads: (urls, file) => ['-n', '1', '-c', '1', '-N', '5', '-d', file, first(urls)],
  },
  {
    ...{ name: 'nghttp', program: 'nghttp', proof: ['--version'], speaks: '2' },
    atOnce: (urls) => ['-n', '-t', '5', ...urls],
    uploads: (urls, file) => ['-n', '-t', '5', '-d', file, first(urls)],
  },
  python({
    ...{ name: 'Python urllib3', module: 'urllib3', setUp: 'pool = urllib3.PoolManager(timeout=5)' },
    get: 'pool.request("GET", url)',
    post: 'pool.request("POST", url, body=content)',
  }),
  python({
    ...{ name: 'Python requests', module: 'requests', setUp: 'session = requests.Session()' },
    get: 'session.get(url, timeout=5)',
    post: 'session.post(url, data=content, timeout=5)',
  }),
  ...(['1.1', '2'] as const).map((speaks) =>
    python({
      ...{ name: `Python httpx${speaks === '2' ? ', HTTP/2' : ''}`, speaks, module: 'httpx' },
      client: `httpx.AsyncClient(${speaks === '2' ? 'http1=False, http2=True' : ''})`,
      get: 'await client.get(url)',
      post: 'await client.post(url, content=content)',
    }),
  ),
  python({
    ...{ name: 'Python aiohttp', module: 'aiohttp', client: 'aiohttp.ClientSession()' },
    get: 'await (await client.get(url)).read()',
    post: 'await (await client.post(url, data=content)).read()',
    upgrade: 'await client.ws_connect(url)',
  }),
  node({ name: 'Node http.Agent', ...httpGet('') }),
  node({ name: 'Node http.Agent, keepAlive', ...httpGet('{ keepAlive: true }') }),
  node({
    ...{ name: 'undici', ...undici('const dispatcher = undefined;') },
    upgrade: "undici.upgrade(url, { protocol: 'websocket' })",
  }),
  node({
    ...{ name: 'undici, HTTP/2', speaks: '2' },
    ...undici('const dispatcher = new undici.H2CClient(new URL(urls[0]).origin, { pipelining: 100 });'),
  }),
  node({
    ...{ name: 'axios', module: 'axios', setUp: "import axios from 'axios';" },
    get: 'axios.get(url, { timeout: 5000 })',
    post: 'axios.post(url, content, { timeout: 5000 })',
  }),
  node({
    ...{ name: 'got', module: 'got', setUp: "import got from 'got';" },
    get: 'got(url, { timeout: { request: 5000 } })',
    post: 'got.post(url, { body: content, timeout: { request: 5000 } })',
  }),
  {
    ...node({
      name: 'Chromium',
      setUp: `import { chromium } from 'playwright-core';
        const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
        const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
        const page = await browser.newPage();
        await page.goto(new URL('/page', urls[0]).href);
        const fetched = (url, size) => page.evaluate(async ([url, size]) => {
          const content = size && new Blob([new Uint8Array(size)]);
          await (await fetch(url, content ? { method: 'POST', body: content } : {})).text();
        }, [url, size]);`,
      get: 'fetched(url, 0)',
      post: 'fetched(url, content.length)',
      upgrade: `page.evaluate((url) => new Promise((resolve) => {
        new WebSocket(url.replace('http', 'ws')).onclose = resolve;
      }), url)`,
      leave: 'await browser.close();',
    }),
    ...{ program: 'chromium', proof: ['--version'], runBy: process.execPath },
  },
];
