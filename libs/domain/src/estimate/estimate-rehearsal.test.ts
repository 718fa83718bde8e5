import { expect, it } from 'vitest';
import { estimateMove, estimateRehearsal, moveAsRehearsed } from './index.ts';

const size = { memoryBytes: 64 << 20, processes: 1 };
const past = { ...size, frozenUs: 90_000, readyUs: 900_000, totalUs: 3_000_000 };

it('is a guess before the first rehearsal, and then follows what was measured', () => {
  expect(estimateRehearsal(size, []).learnedFrom).toBe(0);
  const { frozen, total, learnedFrom } = estimateRehearsal(size, [past, past, past]);
  expect(learnedFrom).toBe(3);
  expect(frozen.likely).toBeCloseTo(90, -1);
  expect(total.likely).toBeCloseTo(3000, -2);
});

it('teaches the estimate of a move how long the workload will stand still', () => {
  const learned = estimateMove(size, [past, past].map(moveAsRehearsed));
  expect(learned.switchOver.likely).toBeCloseTo(980, -2);
  expect(learned.total).toEqual(estimateMove(size, []).total);
  expect(moveAsRehearsed({ ...past, readyUs: null }).switchOverUs).toBeNull();
});
