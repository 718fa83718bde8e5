import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { optionNote, optionNotes } from './option-notes.ts';

const named = rules.flatMap(({ findings }) =>
  Object.values(findings).flatMap(({ remedies }) =>
    remedies.flatMap(({ options }) => [...(options?.dump ?? []), ...(options?.restore ?? [])]),
  ),
);

describe('notes on options', () => {
  it('tell of every option that a finding names', () => {
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((option) => optionNote(option) === undefined)).toEqual([]);
  });

  it('are sentences, and say both what an option does and what it costs', () => {
    for (const { does, danger } of Object.values(optionNotes)) {
      expect(does).toMatch(/^[A-Z].*\.$/);
      expect(danger).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('find an option with its value', () => {
    expect(optionNote('--ghost-limit=4194304')).toBe(optionNotes['--ghost-limit']);
    expect(optionNote('--unheard-of')).toBeUndefined();
  });
});
