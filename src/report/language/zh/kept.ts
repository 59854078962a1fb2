/** What stays as it is: names of protocols, versions, frames and fields, and marks. */
const names = [
  'HTTP/1.0',
  'HTTP/1.1',
  'HTTP/2',
  'HTTP/1.1 keep-alive',
  'WebSocket',
  'TLS',
  'SETTINGS',
  'FIN',
  'RST',
  'GOAWAY',
  'RST_STREAM',
  'END_STREAM',
  'content-length',
  'chunked',
  '5/1',
  '?',
  '–',
] as const;

export const kept = Object.fromEntries(names.map((name) => [name, name])) as {
  readonly [Name in (typeof names)[number]]: Name;
};
