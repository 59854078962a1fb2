/** Programs that serve while a test runs: on ports that nobody else is given, waited for until they accept, ended by pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type ListenOptions, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Running {
  /** Ends the process, and resolves when it is gone and its folder, too. */
  stop(): Promise<void>;
}

/** For the configuration of a program, and for what it writes. Some run as another user than the one who starts them. */
export async function newFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o755);
  return folder;
}

/** Whoever started them may be ended before it has stopped them. */
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Resolves once each port accepts connections. Rejects with what the program said if it ends before. */
export async function start(
  program: string,
  options: string[],
  folder: string,
  ports: Iterable<number>,
): Promise<Running> {
  const child = spawn(program, options, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const closed = once(child, 'close');
  const gone = closed.then(() => {
    throw new Error(`${program} ended by itself: ${said}`);
  });
  gone.catch(() => {});
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await closed.catch(() => {});
    clearTimeout(patience);
    await rm(folder, { recursive: true, force: true });
  };
  const isOver = () => !children.has(child);
  try {
    for (const port of ports) await Promise.race([gone, accepts(port, isOver)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** Resolves once someone listens there, or it is over. */
async function accepts(port: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const socket = connect({ host: '127.0.0.1', port });
    const there = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Ports of loopback for programs to listen on later. They lie below those that the system gives out: one of these might
 * meanwhile be somebody else's, whose connections the packets would show as if they were the program's. None is given
 * twice, and each process begins elsewhere.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = lowest + (next++ % places);
    if ((await isOurs(port)) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

const lowest = 10_000;
const places = 22_000;
let next = process.pid * 211;

/** Two suites may run on one machine: a name that the system gives to one process at a time, as long as that lives. */
const isOurs = async (port: number): Promise<boolean> =>
  process.platform !== 'linux' || (await listens(`\0http-version-lab port ${port}`)) !== null;

async function isFree(port: number): Promise<boolean> {
  const server = await listens({ port, host: '127.0.0.1' });
  if (server === null) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

async function listens(where: string | ListenOptions): Promise<Server | null> {
  const server = createServer().unref().listen(where);
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}
