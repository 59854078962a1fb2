/** Servers that differ in what a probe tells of them. */
import { createServer, type ServerOptions } from 'node:http';
import { createServer as createHttp2Server, type Http2Server, type Settings } from 'node:http2';
import { listening } from './probed.ts';

export const ok = (fields = '') => `HTTP/1.1 200 OK\r\n${fields}Content-Length: 2\r\n\r\nok`;

/** Node's own, which says what it does in a Keep-Alive field. */
export const nodeServer = (
  {
    keepAliveTimeout = 5000,
    maxRequestsPerSocket = 0,
    ...options
  }: ServerOptions & { maxRequestsPerSocket?: number },
  whenWhole = false,
) => {
  const server = createServer({ keepAliveTimeout, ...options }, (request, response) => {
    response.setHeader('Content-Length', 2); // Without it Node does not keep an HTTP/1.0 connection.
    if (!whenWhole) response.end('ok');
    else request.on('end', () => response.end('ok')).resume();
  });
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  return listening(server);
};

export const http2Server = (settings: Settings = {}, use: (server: Http2Server) => void = () => {}) => {
  const server = createHttp2Server({ settings }, (_request, response) => void response.end('ok'));
  use(server);
  return listening(server);
};
