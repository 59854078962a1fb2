/** Headers of the PROXY protocol, version 2, built by hand; each character is a byte. */

export const signature = '\r\n\r\n\0\r\nQUIT\n';

const number = (value: number): string => String.fromCharCode(value >> 8, value & 255);

export const version2 = (command: number, family: number, rest: string): string =>
  signature + String.fromCharCode(0x20 + command, family) + number(rest.length) + rest;

/** What else a header says: types with their values. */
export const more = (...all: [type: number, value: string][]): string =>
  all.map(([type, value]) => String.fromCharCode(type) + number(value.length) + value).join('');

const host4 = (...parts: number[]): string => String.fromCharCode(...parts);
const host6 = (last: number): string => `\x20\x01\x0d\xb8${'\0'.repeat(10)}${number(last)}`;

export const inet = version2(
  1,
  0x11,
  host4(192, 0, 2, 1) + host4(198, 51, 100, 2) + number(56_324) + number(443),
);
export const inet6 = version2(1, 0x21, host6(1) + host6(2) + number(1) + number(443));
export const unix = version2(1, 0x31, '/run/client'.padEnd(108, '\0') + '/run/server'.padEnd(108, '\0'));
export const local = version2(0, 0, 'anything\n');
export const unspecified = version2(1, 0, '');
