import { describe, expect, it } from 'vitest';
import { measureTimes, type TimeMarks } from './measure-times.ts';

const marks: TimeMarks = {
  createdAtMs: 1000,
  frozenAtMs: 2000,
  releasedAtMs: 2500,
  provedAtMs: 3000,
  criuFrozenUs: 80_000,
  imageBytes: 1000,
  bytesPerSecond: 10_000,
  agentSwitchOverUs: null,
};

describe('the four times', () => {
  it('are all there when everything is known', () => {
    expect(measureTimes(marks)).toEqual({
      frozenUs: 80_000,
      switchOverUs: 500_000,
      totalUs: 2_000_000,
      overheadUs: 400_000,
    });
  });

  it('prefer what the agents measured between them', () => {
    expect(measureTimes({ ...marks, agentSwitchOverUs: 450_000 })).toMatchObject({
      switchOverUs: 450_000,
      overheadUs: 350_000,
    });
  });

  it('say nothing about what was not seen', () => {
    expect(measureTimes({ ...marks, releasedAtMs: null, bytesPerSecond: null, provedAtMs: null })).toEqual({
      frozenUs: 80_000,
      switchOverUs: null,
      totalUs: null,
      overheadUs: null,
    });
  });

  it('explain nothing by a rate of nought', () => {
    expect(measureTimes({ ...marks, bytesPerSecond: 0 }).overheadUs).toBeNull();
  });

  it('are never below nought when a clock was set back', () => {
    expect(measureTimes({ ...marks, provedAtMs: 0 }).totalUs).toBe(0);
  });
});
