import { readFirst } from '../decode/decode-image.ts';
import { imageKinds } from '../decode/registry.ts';
import { pagemapHead } from '../messages/memory.ts';
import { eachEntry, type ImageReading, tryImage } from './image-reading.ts';

/** How many pages a page map tells of, by where their contents are. */
export interface PageCounts {
  stored: number;
  parent: number;
  lazy: number;
  /** N of the pages-N.img with the contents. */
  pagesId: number | null;
}

const parentFlag = 1;
const lazyFlag = 2;
const storedFlag = 4;

/** Entries of CRIU before 2.7 have no flags: there a page is stored unless it is in the parent. */
const flagsOf = (flags: number | undefined, inParent: boolean): number => flags ?? (inParent ? parentFlag : storedFlag);

/** Adds up one page map without keeping it; null when the image is not there. */
export const countPages = (reading: ImageReading, image: string): PageCounts | null => {
  const counts: PageCounts = { stored: 0, parent: 0, lazy: 0, pagesId: null };
  const there = eachEntry(reading, imageKinds.pagemap, image, ({ flags, inParent, pages, oldPages }) => {
    const count = Number(pages ?? BigInt(oldPages));
    const seen = flagsOf(flags, inParent);
    if (seen & storedFlag) counts.stored += count;
    else if (seen & parentFlag) counts.parent += count;
    else if (seen & lazyFlag) counts.lazy += count;
  });
  if (!there) return null;
  return { ...counts, pagesId: tryImage(reading, image, () => readPagesId(reading, image)) };
};

const readPagesId = (reading: ImageReading, image: string): number | null => {
  const bytes = reading.read(image);
  return bytes === null ? null : readFirst(imageKinds.pagemap, pagemapHead, image, bytes).pagesId;
};
