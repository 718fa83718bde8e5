import { describe, expect, it } from 'vitest';
import { hasAddress } from './addresses.ts';
import { announceAddress } from './announce-address.ts';
import { encodeGratuitousArp, encodeLinkAddress } from './encode-arp.ts';
import { encodeNeighbourAdvertisement, ipv6Bytes } from './encode-neighbour.ts';

describe('a gratuitous ARP frame', () => {
  it('goes to everybody and claims the address for the sender', () => {
    const frame = encodeGratuitousArp('02:00:0a:00:00:07', '10.77.0.9').toString('hex');
    expect(frame).toBe(
      `${'ff'.repeat(6)}02000a00000708060001080006040001${'02000a000007'}0a4d0009${'00'.repeat(6)}0a4d0009`,
    );
  });

  it('is sent to one interface by its index', () => {
    expect(encodeLinkAddress(3).subarray(0, 8).toString('hex')).toBe('1100080603000000');
  });
});

describe('an unsolicited neighbour advertisement', () => {
  it('goes to all nodes, replaces what they know, and its checksum adds up', () => {
    const frame = encodeNeighbourAdvertisement('02:00:0a:00:00:07', 'fd00::9');
    expect(frame.subarray(0, 14).toString('hex')).toBe('33330000000102000a00000786dd');
    const message = frame.subarray(54);
    expect(message.subarray(0, 2).toString('hex')).toBe('8800');
    expect(message.subarray(4).toString('hex')).toBe(`20000000fd${'00'.repeat(14)}09020102000a000007`);
    const pseudo = Buffer.concat([frame.subarray(22, 54), Buffer.from([0, 0, 0, 32, 0, 0, 0, 58]), message]);
    let sum = 0;
    for (let at = 0; at < pseudo.length; at += 2) sum += pseudo.readUInt16BE(at);
    expect((sum & 0xffff) + (sum >>> 16)).toBe(0xffff);
  });

  it.each([
    ['::1', `${'00'.repeat(15)}01`],
    ['fe80::a:b', `fe80${'00'.repeat(10)}000a000b`],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['ff00::', `ff${'00'.repeat(15)}`],
  ])('knows the bytes of %s', (text, hex) => {
    expect(ipv6Bytes(text).toString('hex')).toBe(hex);
    expect(() => ipv6Bytes(`${text}:x`)).toThrow(/no IPv6 address/);
  });
});

it('knows the addresses of this host', () => {
  expect(hasAddress({ address: '127.0.0.1' })).toBe(true);
  expect(hasAddress({ interface: 'lo', address: '127.0.0.1' })).toBe(true);
  expect(hasAddress({ interface: 'none0', address: '127.0.0.1' })).toBe(false);
  expect(hasAddress({ address: '203.0.113.77' })).toBe(false);
});

it('does not claim an address that is not here', async () => {
  await expect(announceAddress({ interface: 'lo', address: '203.0.113.77' })).rejects.toMatchObject({
    code: 'command-refused',
  });
  await expect(announceAddress({ interface: 'lo', address: '::1' })).rejects.toMatchObject({ code: 'command-refused' });
});
