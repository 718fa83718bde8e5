import { expect, it } from 'vitest';
import { capabilities, hasCapability } from './capabilities.ts';

it('reads single bits of a mask wider than 32 bits', () => {
  expect(hasCapability('000001fffeffffff', capabilities.sysResource)).toBe(false);
  expect(hasCapability('000001fffeffffff', capabilities.checkpointRestore)).toBe(true);
  expect(hasCapability('0000000000200000', capabilities.sysAdmin)).toBe(true);
  expect(hasCapability('0000000000200000', capabilities.sysPtrace)).toBe(false);
});
