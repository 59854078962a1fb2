/** Addresses as text, written into packets. RFC 4291 §2.2. */
import { describe, expect, it } from 'vitest';
import { addressBytes } from '../../src/capture/write/frame.ts';

describe('addresses', () => {
  it('are read in every notation, and names are none', () => {
    const hex = (text: string) => Buffer.from(addressBytes(text) ?? []).toString('hex');
    expect(hex('127.0.0.1')).toBe('7f000001');
    expect(hex('::1')).toBe('00000000000000000000000000000001');
    expect(hex('[2001:db8::a:1]')).toBe('20010db80000000000000000000a0001');
    expect(hex('::ffff:10.0.0.1')).toBe('00000000000000000000ffff0a000001');
    expect(hex('fe80::1%eth0')).toBe('fe800000000000000000000000000001');
    for (const name of ['localhost', 'example.org', '256.1.1.1', '1:2', '::g'])
      expect(addressBytes(name)).toBe(null);
  });
});
