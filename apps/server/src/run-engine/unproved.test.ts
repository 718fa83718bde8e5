import { expect, it } from 'vitest';
import { unproved } from './unproved.ts';

const same = '100 main runs as it was frozen.';
const other = '101 worker runs with another exe.';
const health = { command: '/bin/false', passed: false, words: 'The health command /bin/false ended with 1.' };
const sayOf = (proof: Omit<Parameters<typeof unproved>[0], 'passed'>) => unproved({ passed: false, ...proof }).message;

it('says of a copy whose health command alone fails that it is what was frozen', () => {
  const message = sayOf({ lines: [same, health.words], failed: [], health });
  expect(message).toBe(`The copy is what was frozen, but it does not do its work: ${health.words}`);
});

it('names what differs, and only that, and a health command that fails as well', () => {
  const lines = [same, same, same, other];
  expect(sayOf({ lines, failed: [other] })).toBe(`The copy was released, but it is not what was frozen: ${other}`);
  const both = sayOf({ lines: [...lines, health.words], failed: [other], health });
  expect(both).toContain(`${other} ${health.words}`);
  expect(both).not.toContain(same);
});

it('claims no difference where none was found because nothing could be compared', () => {
  const message = sayOf({ lines: ['The copy could not be compared: it is away.'] });
  expect(message).toContain('not proved: The copy could not be compared');
  expect(message).not.toContain('not what was frozen');
});
