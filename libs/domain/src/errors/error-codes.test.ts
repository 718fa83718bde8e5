import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  it.each(Object.keys(errorCodes))('explains %s', (code) => {
    expect(page).toContain(`\`${code}\``);
  });

  it('explains no code that does not exist', () => {
    const named = [...page.matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]);
    expect(named.filter((code) => !((code as string) in errorCodes))).toEqual([]);
  });
});
