/** What is sent through a relay: each load says how much of it passed in a second. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';

export interface Load {
  name: string;
  unit: 'requests / s' | 'MB / s' | 'messages / s';
  /** Which of the origin's ports it goes to. */
  to: 'http1' | 'http2' | 'node';
  /** Programs without which it is left out. */
  needs: string[];
  run(port: number): Promise<number>;
}

export interface Size {
  /** Requests of a run, or messages. */
  many: number;
  /** Where the large body lies. */
  file: string;
}

const said = async (program: string, ...options: string[]): Promise<string> =>
  (await promisify(execFile)(program, options, { maxBuffer: 2 ** 24 })).stdout;

const figure = (text: string, pattern: RegExp): number => {
  const [, number] = pattern.exec(text) ?? [];
  if (number === undefined) throw new Error(`no figure in: ${text.slice(0, 500)}`);
  return Number(number);
};

const megabyte = 1e6;

export const loads = ({ many, file }: Size): Load[] => [
  {
    name: 'small answers on connections that are kept, 16 at a time',
    ...{ unit: 'requests / s', to: 'http1', needs: ['h2load'] },
    async run(port) {
      const text = await said('h2load', '--h1', '-c16', `-n${many}`, `http://127.0.0.1:${port}/small`);
      return figure(text, /finished in .*?, ([\d.]+) req\/s/);
    },
  },
  {
    name: 'short connections, 8 at a time',
    ...{ unit: 'requests / s', to: 'http1', needs: ['ab'] },
    async run(port) {
      const text = await said(
        'ab',
        '-q',
        '-c8',
        `-n${Math.ceil(many / 5)}`,
        `http://127.0.0.1:${port}/small`,
      );
      return figure(text, /Requests per second: +([\d.]+)/);
    },
  },
  {
    name: 'one large body to the client',
    ...{ unit: 'MB / s', to: 'http1', needs: ['curl'] },
    async run(port) {
      const options = ['--noproxy', '*', '-s', '-o', '/dev/null', '-w', '%{speed_download}'];
      return Number(await said('curl', ...options, `http://127.0.0.1:${port}/large`)) / megabyte;
    },
  },
  {
    name: 'one large body to the server',
    ...{ unit: 'MB / s', to: 'node', needs: ['curl'] },
    async run(port) {
      const options = ['--noproxy', '*', '-s', '-o', '/dev/null', '-w', '%{speed_upload}', '-H', 'Expect:'];
      return Number(await said('curl', ...options, '-T', file, `http://127.0.0.1:${port}/`)) / megabyte;
    },
  },
  {
    name: 'HTTP/2, 100 streams at a time',
    ...{ unit: 'requests / s', to: 'http2', needs: ['h2load'] },
    async run(port) {
      const text = await said('h2load', '-c1', '-m100', `-n${many}`, `http://127.0.0.1:${port}/small`);
      return figure(text, /finished in .*?, ([\d.]+) req\/s/);
    },
  },
  {
    name: 'messages of WebSocket, 100 under way',
    ...{ unit: 'messages / s', to: 'node', needs: [] },
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
