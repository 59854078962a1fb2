/**
 * What a server says, written once and run on every version: a question puts handlers into a script, and each
 * subject's server looks them up by path. A handler sees one exchange (RFC 9110 §3.4) and nothing of its version.
 */
export interface Script {
  /** Answers requests for this path with this handler. */
  on(path: string, handler: Handler): void;
  /** The handler for a path; by default a short response after the whole request has been read. */
  find(path: string): Handler;
}

export type Handler = (exchange: ServerExchange) => Promise<unknown>;

/** A part of a response: text, or something to wait for before the next text is sent. */
export type Part = string | (() => Promise<unknown>);

export interface ServerExchange {
  path: string;
  /** Resolves once the request's content so far contains the text; rejects if it ends without it. */
  received(text: string): Promise<void>;
  /** The request's whole content. */
  whole(): Promise<string>;
  /** Sends status 200 and the parts in order, each text as soon as what stands before it has come. Resolves when the server is done with it. */
  respond(...parts: Part[]): Promise<void>;
  /** Adds a field to the response, before it begins. */
  announce(name: string, value: string): void;
  /** Sends status 204: there is nothing to say. */
  noContent(): void;
  /** Sends status 200 and the texts as they come, without saying how many there will be. */
  stream(contentType: string, texts: AsyncIterable<string>): void;
  /** Ends the connection beneath, once what was said on it has been sent. */
  hangUp(): void;
  /** Resolves when the connection beneath is gone. */
  gone(): Promise<void>;
  /** Pushes a response for another path beside this exchange (RFC 9113 §8.4); false where the library refuses, null where the protocol has no push. */
  push(path: string, content: string): Promise<boolean> | null;
}

export function createScript(): Script {
  const handlers = new Map<string, Handler>();
  const ordinary: Handler = async (exchange) => {
    await exchange.whole();
    await exchange.respond(`answer to ${exchange.path}\n`);
  };
  return {
    on: (path, handler) => handlers.set(path, handler),
    find: (path) => handlers.get(path) ?? ordinary,
  };
}
