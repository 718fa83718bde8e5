/** Directory entry with its length, as the caller lists it. */
export interface ImageFile {
  name: string;
  bytes: number;
}

/** x86-64 and most others; 64-bit ARM and POWER may have 16 or 64 KiB. */
const commonPageBytes = 4096;
const others = [4096, 16_384, 65_536];

/**
 * Bytes per page: images do not say it. It is told by a pages image and the number of pages stored in it.
 * x86-64 has one size only, so that there a wrong length is a damage and no other size.
 */
export const pageBytesOf = (machine: number, stored: number, pagesFile: ImageFile | undefined): number => {
  if (machine === 1 || pagesFile === undefined || stored === 0) return commonPageBytes;
  return others.find((size) => size * stored === pagesFile.bytes) ?? commonPageBytes;
};
