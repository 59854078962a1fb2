/** Express as a proxy, with what most people put before their event streams without a thought: `compression`. */
import { request as httpRequest, createServer as httpServer } from 'node:http';
import type { Server } from 'node:net';
import compression from 'compression';
import express from 'express';

export const expressProxy =
  (isCompressing: boolean) =>
  (originPort: number): Server => {
    const app = express();
    if (isCompressing) app.use(compression());
    app.use((request, response) => {
      const { method, url: path, headers } = request;
      const onward = httpRequest({ host: '127.0.0.1', port: originPort, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    return httpServer(app);
  };
