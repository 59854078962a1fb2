/** The servers behind all relays: nginx with small answers, and what it does not do by itself. */
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, newFolder, type Running, start } from '../../../peers/support/running.ts';

export interface Origins extends Running {
  ports: Record<'http1' | 'http2' | 'node', number>;
  /** The large body, as a file. */
  large: string;
}

/** How long a connection may be idle: more than a round takes. */
const idleSeconds = 3600;

/** `large`: of its large body, in megabytes. */
export async function startOrigins(large: number): Promise<Origins> {
  const folder = await newFolder('bench');
  const file = join(folder, 'large');
  await writeFile(file, '');
  await truncate(file, large * 1e6);
  const [http1 = 0, http2 = 0, node = 0] = await freePorts(3);
  const configuration = join(folder, 'nginx.conf');
  await writeFile(
    configuration,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
    events { worker_connections 16384; }
    http {
      access_log off; keepalive_requests 100000000; http2_max_requests 100000000; default_type text/plain; sendfile on;
      keepalive_timeout ${idleSeconds}s;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      server {
        listen 127.0.0.1:${http1} backlog=4096; listen 127.0.0.1:${http2} http2; root ${folder};
        location = /small { return 200 '${'x'.repeat(100)}'; }
      }
    }`,
  );
  const origin = fileURLToPath(new URL('./origin.ts', import.meta.url));
  // What has started is stopped where the other does not, and takes its folder along.
  const started = await Promise.allSettled([
    start('nginx', ['-e', 'stderr', '-c', configuration], folder, [http1, http2]),
    start(process.execPath, ['--import', 'tsx', origin, `${node}`], await newFolder('bench-origin'), [node]),
  ]);
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => {
    await Promise.all(running.map((each) => each.stop()));
  };
  for (const each of started)
    if (each.status === 'rejected') {
      await stop();
      throw each.reason;
    }
  return { ports: { http1, http2, node }, large: file, stop };
}
