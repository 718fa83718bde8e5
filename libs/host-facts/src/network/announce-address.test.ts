import { describe, expect, it } from 'vitest';
import { hasAddress } from './addresses.ts';
import { announceAddress } from './announce-address.ts';
import { encodeGratuitousArp, encodeLinkAddress } from './encode-arp.ts';

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
