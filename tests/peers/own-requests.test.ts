/** Requests of one's own in front of nginx: hosts that share an address, a client's certificate, a socket. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificateFor } from '../../src/wire/certificate.ts';
import { clientCertificate } from '../commands/client-certificate.ts';
import { command } from '../commands/command.ts';
import { describeWithPeers } from './support/programs.ts';
import { freePorts, newFolder, type Running, start } from './support/running.ts';

describeWithPeers("nginx, asked with a user's own requests", { nginx: ['-v'] }, () => {
  let server: Running;
  let folder = '';
  let [plain, tls, verifying, origin] = [0, 0, 0, 0];
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await newFolder('own-requests');
    [plain = 0, tls = 0, verifying = 0, origin = 0] = await freePorts(4);
    const client = await clientCertificate();
    const [one, two] = [await certificateFor('one.test'), await certificateFor('two.test')];
    const files = { 'one.pem': one.cert, 'one.key': one.key, 'two.pem': two.cert, 'two.key': two.key };
    for (const [name, text] of Object.entries({
      ...files,
      'client.pem': client.cert,
      'client.key': client.key,
    }))
      await writeFile(file(name), text);
    const keys = (name: string) =>
      `ssl_certificate ${file(`${name}.pem`)}; ssl_certificate_key ${file(`${name}.key`)};`;
    await writeFile(
      file('configuration'),
      `daemon off; master_process off; pid ${file('pid')}; error_log stderr;
      events { worker_connections 256; }
      http {
        access_log off;
        client_body_temp_path ${file('body')}; proxy_temp_path ${file('proxy')}; fastcgi_temp_path ${file('fastcgi')};
        uwsgi_temp_path ${file('uwsgi')}; scgi_temp_path ${file('scgi')};
        server { listen 127.0.0.1:${plain} default_server; listen unix:${file('socket')}; server_name _; return 421; }
        server {
          listen 127.0.0.1:${plain}; listen unix:${file('socket')}; server_name one.test;
          location / { if ($http_x_key != secret-1) { return 403; } return 204; }
        }
        server {
          listen 127.0.0.1:${plain}; listen unix:${file('socket')}; server_name proxy.test;
          location / { proxy_pass http://127.0.0.1:${origin}; proxy_http_version 1.1; proxy_set_header Connection ""; }
        }
        server { listen 127.0.0.1:${tls} ssl default_server; server_name _; ${keys('one')} return 200 "one"; }
        server { listen 127.0.0.1:${tls} ssl; server_name two.test; ${keys('two')} return 202 "two"; }
        server {
          listen 127.0.0.1:${verifying} ssl; server_name one.test; ${keys('one')}
          ssl_client_certificate ${file('client.pem')}; ssl_verify_client on;
          location / { return 204; }
          location /proxied/ { proxy_pass http://127.0.0.1:${origin}/; }
        }
      }`,
    );
    server = await start('nginx', ['-p', folder, '-e', 'stderr', '-c', file('configuration')], folder, [
      plain,
      tls,
      verifying,
    ]);
  });
  afterAll(() => server?.stop());

  /** What a probe over HTTP/1.1 says that the server answers, and its note on the certificate. */
  const answer = async (url: string, ...options: string[]) => {
    const { code, stdout, stderr } = await command('probe', url, '--http', '1.1', ...options);
    return {
      code,
      answers: /^answers as +(.*)$/m.exec(stdout)?.[1],
      isVerified: !stdout.includes('was not verified'),
      stderr,
    };
  };

  it('has hosts told apart by Host, and by a field', async () => {
    const url = `http://127.0.0.1:${plain}/`;
    expect(await answer(url)).toMatchObject({ code: 0, answers: 'HTTP/1.1 421' });
    expect(await answer(url, '--host', 'one.test')).toMatchObject({ answers: 'HTTP/1.1 403' });
    const header = ['--header', 'X-Key: secret-1'];
    expect(await answer(url, '--host', 'one.test', ...header)).toMatchObject({ answers: 'HTTP/1.1 204' });
    const named = `http://one.test:${plain}/`;
    expect(await answer(named, '--resolve', `one.test:${plain}:127.0.0.1`, ...header)).toMatchObject({
      answers: 'HTTP/1.1 204',
    });
    expect(await answer(`unix:${file('socket')}`, '--host', 'one.test', ...header)).toMatchObject({
      answers: 'HTTP/1.1 204',
    });
  });

  it('has hosts told apart by SNI, and its certificates verified', async () => {
    const url = `https://127.0.0.1:${tls}/`;
    expect(await answer(url)).toMatchObject({ answers: 'HTTP/1.1 200', isVerified: false });
    const two = ['--sni', 'two.test', '--host', 'two.test', '--cacert', file('two.pem')];
    expect(await answer(url, ...two)).toMatchObject({ answers: 'HTTP/1.1 202', isVerified: true });
    const named = [`https://two.test:${tls}/`, '--resolve', `two.test:${tls}:127.0.0.1`] as const;
    expect(await answer(...named, '--cacert', file('two.pem'))).toMatchObject({
      answers: 'HTTP/1.1 202',
      isVerified: true,
    });
    const wrong = await answer(...named, '--cacert', file('one.pem'));
    expect(wrong).toMatchObject({ code: 2, answers: undefined });
    expect(wrong.stderr).toEqual([
      `cannot reach 127.0.0.1 port ${tls}: its certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT`,
    ]);
  });

  it('wants a certificate of the client, and gets it', async () => {
    const url = `https://127.0.0.1:${verifying}/`;
    expect(await answer(url)).toMatchObject({ answers: 'HTTP/1.1 400' });
    const own = ['--cert', file('client.pem'), '--key', file('client.key')];
    expect(await answer(url, ...own)).toMatchObject({ answers: 'HTTP/1.1 204' });
  });

  it('is a proxy behind all of this', async () => {
    const through = async (url: string, ...options: string[]) => {
      const { code, stdout, stderr } = await command(
        'through',
        url,
        '--origin-port',
        `${origin}`,
        ...options,
      );
      return { code, stdout, stderr };
    };
    const found = await through(
      `http://127.0.0.1:${plain}/`,
      '--host',
      'proxy.test',
      '--header',
      'X-Key: secret-1',
      ...['--trace', file('trace'), '--pcap', file('pcap'), '--json', file('json')],
    );
    for (const name of [join('trace', 'through.ndjson'), 'pcap', 'json']) {
      const written = await readFile(file(name));
      expect([name, written.length > 0, written.includes('secret-1')]).toEqual([name, true, false]);
      expect(written.includes(Buffer.from('secret-1').toString('base64').slice(0, -2))).toBe(false);
    }
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('asked: Host proxy.test, field X-Key');
    expect(await through(`unix:${file('socket')}`, '--host', 'proxy.test')).toMatchObject({
      code: 0,
      stderr: [],
    });
    const own = ['--cert', file('client.pem'), '--key', file('client.key')];
    const named = ['--resolve', `one.test:${verifying}:127.0.0.1`, '--cacert', file('one.pem'), ...own];
    expect(await through(`https://one.test:${verifying}/proxied/`, ...named)).toMatchObject({
      code: 0,
      stderr: [],
    });
    expect((await through(`https://one.test:${verifying}/proxied/`, ...named.slice(0, 4))).code).toBe(1);
  });
});
