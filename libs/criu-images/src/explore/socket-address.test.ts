import { describe, expect, it } from 'vitest';
import { addressText, endpointText, unixAddress } from './socket-address.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('addresses out of socket images', () => {
  it.each([
    [[0x0100007f], '127.0.0.1'],
    [[0x0201a8c0], '192.168.1.2'],
    [[0, 0, 0, 0x01000000], '::1'],
    [[0, 0, 0, 0], '::'],
    [[0x000080fe, 0, 0xff000002, 0x010000fe], 'fe80::200:ff:fe00:1'],
    [[0xb80d0120, 0, 0x00000100, 0x01000000], '2001:db8::1:0:0:1'],
    [[0xb80d0120, 0x04000300, 0x06000500, 0x08000700], '2001:db8:3:4:5:6:7:8'],
    [[], ''],
    [[1, 2], ''],
  ])('%j is %s', (words, text) => {
    expect(addressText(words)).toBe(text);
  });

  it('carry their port, and are empty when not bound', () => {
    expect(endpointText([0x0100007f], 80)).toBe('127.0.0.1:80');
    expect(endpointText([0, 0, 0, 0x01000000], 443)).toBe('[::1]:443');
    expect(endpointText([0], 0)).toBe('');
  });

  it.each([
    ['/run/a.sock\0', undefined, '/run/a.sock'],
    ['a.sock\0', '/srv', '/srv/a.sock'],
    ['\0abstract', undefined, '@abstract'],
    ['', undefined, 'socket:[7]'],
  ])('%j in %s is %s', (name, nameDirectory, text) => {
    expect(unixAddress({ name: encode(name), nameDirectory, inode: 7 })).toBe(text);
  });
});
