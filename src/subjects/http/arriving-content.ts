/** The content of a response as text, as it comes: gzip is undone where the response says so, RFC 9110 §8.4.1.3. */
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

export interface ArrivingContent {
  add(bytes: Buffer): void;
  end(): void;
}

export interface ContentListener {
  add(text: string): void;
  end(): void;
  fail(error: Error): void;
}

/** `coding`: the value of Content-Encoding. Any other coding than gzip is left as it is. */
export function arrivingContent(coding: string | undefined, listener: ContentListener): ArrivingContent {
  const characters = new StringDecoder('utf8');
  const add = (bytes: Buffer) => listener.add(characters.write(bytes));
  if (coding?.trim().toLowerCase() !== 'gzip') return { add, end: () => listener.end() };
  const unpacked = createGunzip();
  unpacked.on('data', add);
  unpacked.on('end', () => listener.end());
  unpacked.on('error', (error) => listener.fail(error));
  return { add: (bytes) => void unpacked.write(bytes), end: () => void unpacked.end() };
}
