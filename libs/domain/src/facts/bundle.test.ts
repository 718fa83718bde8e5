import { describe, expect, it } from 'vitest';
import { parseBundle } from './bundle.ts';

const codeOf = (text: string): unknown => {
  try {
    parseBundle(text);
  } catch (thrown) {
    return (thrown as { code?: unknown }).code;
  }
  return 'accepted';
};

describe('parseBundle', () => {
  it('names what is wrong with text that is no bundle', () => {
    expect(codeOf('not json')).toBe('bundle-malformed');
    expect(codeOf('{"some":"json"}')).toBe('bundle-malformed');
    expect(codeOf('{"format":"godwit-facts","version":1}')).toBe('bundle-malformed');
  });

  it('tells another version from damage', () => {
    expect(codeOf('{"format":"godwit-facts","version":99}')).toBe('bundle-version-unknown');
  });
});
