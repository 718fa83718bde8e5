export interface NoteRange {
  offset: number;
  sizeBytes: number;
}

/** Longest piece of notes that is looked at; real files have less than 1 KiB of them. */
const noteLimitBytes = 64 * 1024;
const programHeaderLimit = 128;
const noteHeaderType = 4;
const buildIdType = 3;

interface ElfLayout {
  wide: boolean;
  little: boolean;
  tableOffset: number;
  entryBytes: number;
  entries: number;
}

const reader = (bytes: Buffer, little: boolean) => ({
  half: (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
  word: (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)),
  long: (at: number): number => Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)),
});

/** Where the program headers of an ELF file are; null when the bytes are no ELF header (elf(5)). */
export const parseElfLayout = (head: Buffer): ElfLayout | null => {
  if (head.length < 64 || head.readUInt32BE(0) !== 0x7f454c46) return null;
  const wide = head[4] === 2;
  const little = head[5] === 1;
  const read = reader(head, little);
  return {
    wide,
    little,
    tableOffset: wide ? read.long(32) : read.word(28),
    entryBytes: read.half(wide ? 54 : 42),
    entries: Math.min(read.half(wide ? 56 : 44), programHeaderLimit),
  };
};

/** The PT_NOTE segments named by a program header table. */
export const parseNoteRanges = (table: Buffer, layout: ElfLayout): NoteRange[] => {
  const read = reader(table, layout.little);
  const ranges: NoteRange[] = [];
  for (let at = 0; at + layout.entryBytes <= table.length && layout.entryBytes > 0; at += layout.entryBytes) {
    if (read.word(at) !== noteHeaderType) continue;
    const offset = layout.wide ? read.long(at + 8) : read.word(at + 4);
    const sizeBytes = layout.wide ? read.long(at + 32) : read.word(at + 16);
    ranges.push({ offset, sizeBytes: Math.min(sizeBytes, noteLimitBytes) });
  }
  return ranges;
};

const align = (value: number): number => (value + 3) & ~3;

/** The GNU build-id among notes, in hex; null when there is none. */
export const parseBuildId = (notes: Buffer, little: boolean): string | null => {
  const read = reader(notes, little);
  for (let at = 0; at + 12 <= notes.length; ) {
    const nameBytes = read.word(at);
    const valueBytes = read.word(at + 4);
    const value = at + 12 + align(nameBytes);
    const gnu = nameBytes === 4 && notes.toString('latin1', at + 12, at + 15) === 'GNU';
    if (gnu && read.word(at + 8) === buildIdType) return notes.toString('hex', value, value + valueBytes);
    at = value + align(valueBytes);
  }
  return null;
};
