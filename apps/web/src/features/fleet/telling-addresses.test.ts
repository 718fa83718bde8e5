import { expect, it } from 'vitest';
import { tellingAddresses } from './telling-addresses.ts';

it('leaves out what every host has, puts IPv4 first and counts the rest', () => {
  const all = ['127.0.0.1', '::1', 'fd00::2', 'fe80::1', '10.77.0.11', '10.77.0.101', '169.254.7.7'];
  expect(tellingAddresses(all)).toEqual({ first: ['10.77.0.11', '10.77.0.101'], others: 1 });
  expect(tellingAddresses(['127.0.0.1'])).toEqual({ first: [], others: 0 });
});
