/** Servers that answer every request, and keep what it was. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface Got {
  method: string;
  headers: IncomingHttpHeaders;
  content: string;
}

export const keeping = (got: Got[]) => async (request: IncomingMessage, response: ServerResponse) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const content = Buffer.concat(parts).toString('latin1');
  got.push({ method: request.method ?? '', headers: request.headers, content });
  response.end(
    request.method === 'HEAD'
      ? undefined
      : `answer to ${request.headers.authorization} ${content.slice(0, 99)}`,
  );
};
