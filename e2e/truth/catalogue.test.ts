import { describe, expect, it } from 'vitest';
import { allScenarios } from './catalogue.ts';

describe('the scenarios', () => {
  it('are the same for the same seed, and others for another', () => {
    const names = (seed: number): string[] => allScenarios(seed).map(({ name }) => name);
    expect(names(1)).toEqual(names(1));
    expect(names(2)).not.toEqual(names(1));
  });

  it('are many, each with a name of its own and a tree to start', () => {
    const scenarios = allScenarios(1);
    expect(scenarios.length).toBeGreaterThan(250);
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
    expect(scenarios.every(({ holds, program }) => (holds === undefined) !== (program === undefined))).toBe(true);
  });

  it('hold at least 60 differences of a destination and 20 programs', () => {
    const scenarios = allScenarios(1);
    expect(scenarios.filter(({ destination }) => destination !== undefined).length).toBeGreaterThanOrEqual(60);
    expect(scenarios.filter(({ program }) => program !== undefined).length).toBeGreaterThanOrEqual(20);
  });

  it('mix every resource that can be mixed with others', () => {
    const mixed = allScenarios(1).filter(({ name }) => name.startsWith('mix.'));
    expect(new Set(mixed.flatMap(({ holds }) => holds?.map(([block]) => block) ?? [])).size).toBeGreaterThan(18);
  });
});
