import { closeSync, openSync, readSync } from 'node:fs';
import { parseBuildId, parseElfLayout, parseNoteRanges } from './parse-elf.ts';

const readPiece = (fd: number, offset: number, sizeBytes: number): Buffer => {
  const bytes = Buffer.alloc(sizeBytes);
  return bytes.subarray(0, readSync(fd, bytes, 0, sizeBytes, offset));
};

const buildIdOf = (fd: number): string | null => {
  const layout = parseElfLayout(readPiece(fd, 0, 64));
  if (layout === null) return null;
  const table = readPiece(fd, layout.tableOffset, layout.entryBytes * layout.entries);
  for (const range of parseNoteRanges(table, layout)) {
    const found = parseBuildId(readPiece(fd, range.offset, range.sizeBytes), layout.little);
    if (found !== null) return found;
  }
  return null;
};

/** The GNU build-id of a file in hex; null when it is no ELF file or has none. Throws what open(2) and read(2) say. */
export const readBuildId = (path: string): string | null => {
  const fd = openSync(path, 'r');
  try {
    return buildIdOf(fd);
  } finally {
    closeSync(fd);
  }
};
