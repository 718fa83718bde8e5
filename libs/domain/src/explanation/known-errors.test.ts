import { describe, expect, it } from 'vitest';
import { knownErrors } from './index.ts';
import type { LogLine } from './log-line.ts';
import { harmlessReason, isLastWord } from './not-the-cause.ts';

const line = (text: string): LogLine => ({ line: 1, raw: text, level: 'error', source: null, text, hasStamp: true });

const harmless = [
  "rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted",
  'tun: Unable to create tun: No such file or directory',
];
const lastWords = ['Dumping FAILED.', 'Restoring FAILED.', 'Pre-dumping FAILED.'];

describe('the table of errors', () => {
  it('names every entry once', () => {
    const ids = knownErrors.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBeGreaterThan(150);
  });

  it.each(knownErrors.map((entry) => [entry.id, entry] as const))(
    '%s has texts with names its pattern gives',
    (_, entry) => {
      const names = [...entry.pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name);
      const used = [entry.meaning, ...entry.remedies].flatMap((text) =>
        [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      expect(used.filter((name) => !names.includes(name))).toEqual([]);
      expect(entry.meaning).toMatch(/^[A-Z{].*[.?]$/);
      expect(entry.remedies.length).toBeGreaterThan(0);
    },
  );

  it.each([...harmless, ...lastWords, 'exited, status=1', 'Dump files (pid: 7) failed with -1'])(
    'never explains %s',
    (text) => {
      expect(knownErrors.filter(({ pattern }) => new RegExp(pattern).test(text)).map(({ id }) => id)).toEqual([]);
    },
  );
});

describe('errors that are not the cause', () => {
  it.each(harmless)('%s is harmless', (text) => {
    expect(harmlessReason(line(text))).not.toBeNull();
  });

  it.each(lastWords)('%s is only the last word', (text) => {
    expect(isLastWord(line(text))).toBe(true);
  });

  it('a real error is neither', () => {
    const real = line('inet: Connected TCP socket in image');
    expect([harmlessReason(real), isLastWord(real)]).toEqual([null, false]);
  });
});
