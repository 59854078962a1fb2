/**
 * A subject: a server and a client that speak one protocol in one way. The questions reach both through these
 * interfaces only, so that each question is written once.
 */
import type { Answers, Framing } from '../model/result.ts';
import type { Scope } from '../wire/scope.ts';
import type { Script } from './script.ts';
import type { Performance } from './stage.ts';
import type { Target } from './target.ts';
import type { ArrivingText } from './text.ts';

export type Subject = HttpSubject | ChannelSubject;

/** What takes long to load; see `libraries.ts`. */
export type Library = 'fastify' | 'undici' | 'ws';

/** A subject whose use is written in scripts of its own, because no two such protocols can be asked in the same words. */
export interface ChannelSubject {
  name: string;
  version: string | null;
  client: 'library' | 'bench';
  /** How the bytes of its streams are cut into messages, where no protocol says so; see `Lab` in bench/lab.ts. */
  framing?: Framing;
  /** Who answers whom, where the bytes do not say; see `Answers` in model/result.ts. */
  answers?: Answers;
  /** What must be loaded before anything is asked. */
  libraries?: readonly Library[];
  /** By name; ordinary use first. One that has a question's name provides that question's stimulus. */
  scripts: Record<string, Performance>;
}

export interface HttpSubject {
  /** As printed: 'HTTP/1.1 keep-alive'. */
  name: string;
  version: '1.0' | '1.1' | '2';
  /** Whether the ordinary client is a library, whose refusals are its own policy, or the bench's. */
  client: 'library' | 'bench';
  /** What must be loaded before anything is asked. */
  libraries?: readonly Library[];
  /** How many requests the client, as configured here, lets out together. */
  atOnce: number;
  /** Starts the server on a free loopback port. */
  serve(script: Script, scope: Scope): Promise<Origin>;
  /** The ordinary client. */
  connect(to: Target, scope: Scope): Client;
  /** A client that keeps its connection for as long as the server does, and can finish sending before it is answered. */
  bare(to: Target, scope: Scope): BareClient;
  /** Bytes of a response with this content to no request; the server writes them as they are. */
  unsolicited(content: string): Uint8Array;
}

export interface Origin extends Target {
  /** Sets for how long the server keeps connections that become idle from now on, in milliseconds. */
  idleLimit(milliseconds: number): void;
  /** The server's side of a connection, by the port that it comes from; undefined if there is none. */
  connection(port: number): ServerConnection | undefined;
}

/** The server's side of one TCP connection. */
export interface ServerConnection {
  /** Writes bytes beneath the server's HTTP library. */
  write(bytes: Uint8Array): void;
  /** Resolves when the client's FIN has reached the server (or the connection is gone). */
  clientFinished: Promise<void>;
}

export interface Client {
  /** Issues a request at once, under the client's own policy of when and where to send it. */
  request(path: string, content?: Content): ClientExchange;
  /** All text that the client was handed so far, asked for or not. */
  heard: Pick<ArrivingText, 'soFar' | 'contains'>;
}

export interface BareClient extends Client {
  /** `fields`: in this request alone, in place of those of the same name. */
  request(path: string, content?: Content, fields?: Readonly<Record<string, string>>): BareExchange;
  /** Sends FIN after what has been requested so far. */
  finish(): void;
}

/**
 * The request's content: how many bytes it will have, and the parts, as they become available. Where the length is null
 * it is not said: HTTP/1.1 sends chunks, RFC 9112 §7.1, and HTTP/2 no Content-Length.
 */
export interface Content {
  length: number | null;
  parts: AsyncIterable<string | Uint8Array>;
}

export interface BareExchange extends ClientExchange {
  /** Resolves when 100 (Continue) has come. */
  continued: Promise<void>;
}

export interface ClientExchange {
  /** Resolves when the response has begun; rejects if it does not. */
  began: Promise<void>;
  /** Resolves once the response's content so far contains the text; rejects if it ends or fails without it. */
  received(text: string): Promise<void>;
  /** The response's content so far. */
  soFar(): string;
  /** The response's whole content; rejects if the exchange fails. */
  finished: Promise<string>;
}
