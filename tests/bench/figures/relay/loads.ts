/** What is sent through a relay: each load says how much of it passed in a second. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';

export interface Load {
  name: string;
  unit: 'requests / s' | 'MB / s' | 'messages / s';
  /** Which of the origin's ports it goes to. */
  to: 'http1' | 'http2' | 'node';
  /** Programs without which it is left out, each with arguments with which it succeeds at once. */
  needs: Record<string, string[]>;
  /** Rejects where not all of it came through. */
  run(port: number): Promise<number>;
}

export interface Size {
  /** Requests of a run, or messages. */
  many: number;
  /** Where the large body lies. */
  file: string;
}

/** What a program prints. One that waits for what never comes is ended after an hour. */
const said = async (program: string, ...options: string[]): Promise<string> =>
  (await promisify(execFile)(program, options, { maxBuffer: 2 ** 24, timeout: 3_600_000 })).stdout;

const figure = (text: string, pattern: RegExp): number => {
  const [, number] = pattern.exec(text) ?? [];
  if (number === undefined) throw new Error(`no figure in: ${text.slice(0, 500)}`);
  return Number(number);
};

const megabyte = 1e6;

const h2load = { h2load: ['--version'] };
const ab = { ab: ['-V'] };
const curl = { curl: ['--version'] };

/** Small answers: requests in a second. Rejects where one failed. */
async function requests(port: number, many: number, ...options: string[]): Promise<number> {
  const text = await said('h2load', ...options, `-n${many}`, `http://127.0.0.1:${port}/small`);
  const succeeded = figure(text, /(\d+) succeeded/);
  if (succeeded !== many) throw new Error(`h2load had ${succeeded} of ${many} answers on port ${port}`);
  return figure(text, /finished in .*?, ([\d.]+) req\/s/);
}

/** Small answers on 16 connections of HTTP/1.1: requests in a second. Rejects where one failed. */
export const keptRequests = (port: number, many: number): Promise<number> =>
  requests(port, many, '--h1', `-c${keptConnections}`);
export const keptConnections = 16;

export const loads = ({ many, file }: Size): Load[] => [
  {
    name: `small answers on connections that are kept, ${keptConnections} at a time`,
    ...{ unit: 'requests / s', to: 'http1', needs: h2load },
    run: (port) => keptRequests(port, many),
  },
  {
    name: 'short connections, 8 at a time',
    ...{ unit: 'requests / s', to: 'http1', needs: ab },
    async run(port) {
      const short = Math.ceil(many / 5);
      const text = await said('ab', '-q', '-c8', `-n${short}`, `http://127.0.0.1:${port}/small`);
      const [, others = 0] = /Non-2xx responses: +(\d+)/.exec(text) ?? [];
      const failed = figure(text, /Failed requests: +(\d+)/) + Number(others);
      if (failed > 0) throw new Error(`ab had ${failed} failures in ${short} requests on port ${port}`);
      return figure(text, /Requests per second: +([\d.]+)/);
    },
  },
  {
    name: 'one large body to the client',
    ...{ unit: 'MB / s', to: 'http1', needs: curl },
    async run(port) {
      const options = ['--noproxy', '*', '-s', '-f', '-o', '/dev/null', '-w', '%{speed_download}'];
      return Number(await said('curl', ...options, `http://127.0.0.1:${port}/large`)) / megabyte;
    },
  },
  {
    name: 'one large body to the server',
    ...{ unit: 'MB / s', to: 'node', needs: curl },
    async run(port) {
      const options = [
        '--noproxy',
        '*',
        '-s',
        '-f',
        '-o',
        '/dev/null',
        '-w',
        '%{speed_upload}',
        '-H',
        'Expect:',
      ];
      return Number(await said('curl', ...options, '-T', file, `http://127.0.0.1:${port}/`)) / megabyte;
    },
  },
  {
    name: 'HTTP/2, 100 streams at a time',
    ...{ unit: 'requests / s', to: 'http2', needs: h2load },
    run: (port) => requests(port, many, '-c1', '-m100'),
  },
  {
    name: 'messages of WebSocket, 100 under way',
    ...{ unit: 'messages / s', to: 'node', needs: {} },
    run: (port) => messages(port, many),
  },
];

/** Each is sent back, and then the next one is sent. */
function messages(port: number, many: number): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
  const text = 'x'.repeat(40);
  return new Promise((resolve, reject) => {
    let [sent, come, began] = [0, 0, 0];
    const send = () => {
      if (sent++ < many) socket.send(text);
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`only ${come} of ${many} messages came back on port ${port}`)));
    socket.on('open', () => {
      began = performance.now();
      for (let nth = 0; nth < 100; nth++) send();
    });
    socket.on('message', () => {
      come += 1;
      send();
      if (come < many) return;
      resolve((1000 * many) / (performance.now() - began));
      socket.close();
    });
  });
}
