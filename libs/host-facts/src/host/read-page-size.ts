import { readFileSync } from 'node:fs';

const pageSizeEntry = 6n;

/** The page size from the auxiliary vector of this process (AT_PAGESZ, getauxval(3)), in bytes. */
export const parsePageSize = (auxv: Buffer): number => {
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    if (auxv.readBigUInt64LE(at) === pageSizeEntry) return Number(auxv.readBigUInt64LE(at + 8));
  }
  throw new Error('the auxiliary vector names no page size');
};

export const readPageSize = (): number => parsePageSize(readFileSync('/proc/self/auxv'));
