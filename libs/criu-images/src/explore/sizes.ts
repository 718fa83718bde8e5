import { imageKinds } from '../decode/registry.ts';
import type { CheckpointSizes } from './checkpoint.ts';
import { type ImageReading, noteProblem, readEntries } from './image-reading.ts';
import { countPages, type PageCounts } from './page-maps.ts';
import { type ImageFile, pageBytesOf } from './page-size.ts';

const isPages = ({ name }: ImageFile): boolean => /^pages-(shmem-)?\d+\.img$/.test(name);
const isPagemap = ({ name }: ImageFile): boolean => imageKinds.pagemap.files.test(name);
const isShared = (name: string): boolean => name.startsWith('pagemap-shmem-');
const isGhost = ({ name }: ImageFile): boolean => imageKinds.ghostFile.files.test(name);

const sum = (files: readonly ImageFile[]): number => files.reduce((total, { bytes }) => total + bytes, 0);

interface CountedMap {
  image: string;
  pages: PageCounts;
}

/** A pages image shorter than its page map promises was cut off. One longer is said too: then the two do not belong together. */
const checkLength = (
  reading: ImageReading,
  { image, pages }: CountedMap,
  pageBytes: number,
  file?: ImageFile,
): void => {
  const name = `pages-${pages.pagesId}.img`;
  const promised = pages.stored * pageBytes;
  if (file === undefined && pages.stored > 0) {
    noteProblem(reading, name, `${name} is missing: ${image} says that it holds ${pages.stored} pages.`);
  } else if (file !== undefined && file.bytes !== promised) {
    const seen = `${name} has ${file.bytes} bytes, but ${image} says that it holds ${pages.stored} pages`;
    noteProblem(reading, name, `${seen}, which are ${promised} bytes. It was cut off or is of another dump.`);
  }
};

/**
 * Sizes of the checkpoint on disk, from the list of its files; notes pages images of the wrong length.
 * Without a list all sizes are 0.
 */
export const measureSizes = (reading: ImageReading, files: readonly ImageFile[]): CheckpointSizes => {
  const byName = new Map(files.map((file) => [file.name, file]));
  const maps = files.filter(isPagemap).flatMap(({ name }): CountedMap[] => {
    const pages = countPages(reading, name);
    return pages === null || pages.pagesId === null || reading.problems.has(name) ? [] : [{ image: name, pages }];
  });
  const machine = readMachine(reading, files);
  const fileOf = ({ pages }: CountedMap): ImageFile | undefined => byName.get(`pages-${pages.pagesId}.img`);
  const first = maps.find(({ pages }) => pages.stored > 0);
  const pageBytes = first === undefined ? 4096 : pageBytesOf(machine, first.pages.stored, fileOf(first));
  for (const map of maps) checkLength(reading, map, pageBytes, fileOf(map));
  const shared = maps.filter(({ image }) => isShared(image)).reduce((total, { pages }) => total + pages.stored, 0);
  return {
    totalBytes: sum(files),
    pagesBytes: sum(files.filter(isPages)),
    ghostBytes: sum(files.filter(isGhost)),
    sharedBytes: shared * pageBytes,
    files: files.length,
    pageBytes,
  };
};

const readMachine = (reading: ImageReading, files: readonly ImageFile[]): number => {
  const core = files.find(({ name }) => imageKinds.core.files.test(name));
  return core === undefined ? 1 : (readEntries(reading, imageKinds.core, core.name)[0]?.machine ?? 1);
};
