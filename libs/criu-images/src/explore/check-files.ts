import { foreign } from '../decode/damaged.ts';
import { identifyImage, readRecords } from '../decode/decode-image.ts';
import { isRawImage, kindOfName } from '../decode/registry.ts';
import { type ImageReading, tryImage } from './image-reading.ts';
import type { ImageFile } from './page-size.ts';

const isImage = (name: string): boolean => name.endsWith('.img') || kindOfName(name) !== null;

/** Decodes one image to its end and keeps nothing. */
const checkImage = (reading: ImageReading, name: string): void => {
  const bytes = reading.read(name);
  if (bytes === null) return;
  const kind = identifyImage(name, bytes);
  const expected = kindOfName(name);
  if (expected !== null && expected.magic !== kind.magic)
    throw foreign(name, `it holds ${kind.name} and not ${expected.name}`);
  for (const _ of readRecords(kind, name, bytes));
};

/** Looks into every image that nothing has read yet, so that each damaged or foreign one is told. */
export const checkFiles = (reading: ImageReading, files: readonly ImageFile[]): void => {
  for (const { name } of files) {
    if (isRawImage(name) || !isImage(name) || reading.seen.has(name)) continue;
    tryImage(reading, name, () => checkImage(reading, name));
  }
};
