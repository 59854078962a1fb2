/** Requests of HTTP/1.x as proxies and odd clients write them: nothing of what is hidden stays. */
import { describe, expect, it } from 'vitest';
import { all, credentialsOnly, left } from './left.ts';

const nextOne = (value: string, content: string) =>
  `PUT /next HTTP/1.1\r\nCookie: ${value}\r\nContent-Length: 5\r\n\r\n${content}`;
const next = nextOne('secret', 'hello');
const nextHidden = nextOne('******', '*****');
const nextCredential = nextOne('******', 'hello');

describe('a value', () => {
  it.each([
    ['no space', 'Cookie:secret', 'Cookie:******'],
    ['a tab and spaces', 'Cookie:\t  secret', 'Cookie:\t  ******'],
    ['a space before the colon', 'Cookie : secret', 'Cookie : ******'],
    ['another case', 'cOOKIE: secret', 'cOOKIE: ******'],
    ['a space within and behind', 'Cookie: sec ret ', 'Cookie: ********'],
    ['a folded line', 'Cookie: sec\r\n  ret', 'Cookie: ***\r\n  ***'],
    ['a colon within', 'Cookie: a:b', 'Cookie: ***'],
    ['nothing', 'Cookie:', 'Cookie:'],
    ['the name of a user’s field', 'X-Key:secret', 'X-Key:******'],
    ['a name that begins like it', 'X-Key-2: plain', 'X-Key-2: plain'],
  ])('with %s', (_, line, hidden) => {
    const request = (field: string) => `GET / HTTP/1.1\r\nHost: a\r\n${field}\r\nAccept: b\r\n\r\n`;
    expect(left('c2s', request(line) + next, all)).toBe(request(hidden) + nextHidden);
  });

  it('in lines that end in a line feed alone, after empty lines', () => {
    const request = (value: string, content: string) =>
      `\r\n\nPUT / HTTP/1.0\nCookie: ${value}\nContent-Length: 5\n\n${content}`;
    const whole = request('secret', 'hello').repeat(2);
    expect(left('c2s', whole, all)).toBe(request('******', '*****').repeat(2));
  });
});

describe('content', () => {
  it('of a length that is written without a space', () => {
    const request = (content: string) => `PUT / HTTP/1.1\r\ncontent-length:7\r\n\r\n${content}`;
    expect(left('c2s', request('a\r\n\r\nbc') + next, all)).toBe(request('*******') + nextHidden);
    expect(left('c2s', request('a\r\n\r\nbc') + next, credentialsOnly)).toBe(
      request('a\r\n\r\nbc') + nextCredential,
    );
  });

  it('in chunks, with fields behind them', () => {
    const request = (one: string, two: string, value: string) =>
      `PUT / HTTP/1.1\r\nTransfer-encoding:chunked\r\n\r\n5;a=b\r\n${one}\r\nA\r\n${two}\r\n0\r\nX-Key:${value}\r\n\r\n`;
    const whole = request('hello', 'Cookie: ab', 'secret');
    expect(left('c2s', whole + next, all)).toBe(request('*****', '**********', '******') + nextHidden);
    expect(left('c2s', whole + next, credentialsOnly)).toBe(whole + nextCredential);
    for (let end = 0; end <= whole.length; end++)
      expect(left('c2s', whole.slice(0, end), all)).toBe(
        request('*****', '**********', '******').slice(0, end),
      );
  });

  it('in chunks without fields behind them', () => {
    const request = (one: string) =>
      `PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n${one}\r\n0\r\n\r\n`;
    expect(left('c2s', request('hello') + next, all)).toBe(request('*****') + nextHidden);
  });

  it('whose chunks are none, to the end', () => {
    const request = (content: string) =>
      `PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n**\r\n${content}`;
    expect(left('c2s', request('what is this'), all)).toBe(request('*'.repeat(12)));
  });
});

describe('after a request to upgrade', () => {
  const upgrade = (value: string) => `GET / HTTP/1.1\r\nUpgrade: h2c\r\nX-Key: ${value}\r\n\r\n`;

  it('the next request is read where the server refused', () => {
    expect(left('c2s', upgrade('abc') + next, all)).toBe(upgrade('***') + nextHidden);
  });

  it('frames of HTTP/2 are read where it did not', () => {
    const frames = (value: string) =>
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x0b\x01\x04\0\0\0\x01\x10\x05x-key\x03${value}`;
    expect(left('c2s', upgrade('abc') + frames('abc'), all)).toBe(upgrade('***') + frames('***'));
  });

  it('what is no request stays', () => {
    const other = '\x81\x05\r\nX-Key: abc\r\n\r\n';
    expect(left('c2s', upgrade('abc') + other, all)).toBe(upgrade('***') + other);
  });
});
