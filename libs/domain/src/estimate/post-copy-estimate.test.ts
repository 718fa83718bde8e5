import { expect, it } from 'vitest';
import { estimatePostCopy } from './post-copy-estimate.ts';

const size = { memoryBytes: 64 << 20, processes: 1 };
const past = { ...size, frozenUs: 800_000, switchOverUs: 200_000, totalUs: 3_000_000 };

it('learns how long the source stands from moves that say so', () => {
  const slow = estimatePostCopy(size, [{ ...past, frozenUs: 2_000_000 }]);
  expect(slow.frozen.likely).toBeGreaterThan(estimatePostCopy(size, [past]).frozen.likely);
});

it('learns nothing from a source that stood for longer than its whole move took', () => {
  const unheard = estimatePostCopy(size, []);
  expect(estimatePostCopy(size, [{ ...past, frozenUs: 1_500_000_000 }]).frozen).toEqual(unheard.frozen);
});
