import { expect, test } from 'vitest';
import { parseJoinArguments, parseRunArguments } from './parse-arguments.ts';

const hex = 'ab'.repeat(32);
const join = (changed: Record<string, string> = {}) => {
  const values = {
    server: 'https://10.0.0.1:4748',
    token: 't'.repeat(32),
    fingerprint: hex,
    'state-dir': '/var/lib/godwit-agent',
    name: 'lab-a',
    ...changed,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
};

test('join takes the copied command', () => {
  expect(parseJoinArguments(join())).toMatchObject({ name: 'lab-a', fingerprint: hex });
});

test('a fingerprint as openssl prints it is the same fingerprint', () => {
  const printed = Array.from({ length: 32 }, () => 'AB').join(':');
  expect(parseJoinArguments(join({ fingerprint: printed })).fingerprint).toBe(hex);
});

test.each([
  ['a server without TLS', { server: 'http://10.0.0.1:4748' }],
  ['a cut fingerprint', { fingerprint: hex.slice(2) }],
  ['a relative folder', { 'state-dir': 'state' }],
  ['a name that is no host name', { name: 'Lab A' }],
])('join refuses %s', (_, changed: Record<string, string>) => {
  expect(() => parseJoinArguments(join(changed))).toThrow(/--/);
});

test('an unknown option is named', () => {
  expect(() => parseRunArguments(['--state-dir', '/x', '--sever', 'y'])).toThrow(/--sever/);
});

test('run needs its folder, and an address that is one', () => {
  expect(parseRunArguments(['--state-dir', '/x', '--address', '10.77.1.11'])).toEqual({
    'state-dir': '/x',
    address: '10.77.1.11',
  });
  expect(() => parseRunArguments([])).toThrow(/--state-dir/);
  expect(() => parseRunArguments(['--state-dir', '/x', '--address', 'here'])).toThrow(/--address/);
});
