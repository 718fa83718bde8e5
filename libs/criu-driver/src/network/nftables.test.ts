import { expect, it } from 'vitest';
import { networkLockNames } from './nftables.ts';

it("names CRIU's lock as CRIU 4.2.1 was seen to name it, and uncut", () => {
  const names = networkLockNames('e835ec0e-1ae7-47d8-9828-85017e67499c');
  expect(names).toEqual(['CRIU-e835ec0e-1ae7-47d8-98', 'CRIU-e835ec0e-1ae7-47d8-9828-85017e67499c']);
});
