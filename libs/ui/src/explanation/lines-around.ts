export interface NumberedLine {
  line: number;
  text: string;
}

export interface LinesAround {
  lines: NumberedLine[];
  before: number;
  after: number;
}

/**
 * The lines of a log around one of them, and how many stand before and after: a log of many megabytes is not drawn whole.
 * Without a line to look at, the end of the log.
 *
 * @param marked number of the line, from 1; null for none
 */
export const linesAround = (log: string, marked: number | null, each: number): LinesAround => {
  const all = log.replace(/\r?\n$/, '').split(/\r?\n/);
  const middle = marked ?? all.length;
  const first = Math.max(0, middle - 1 - each);
  const end = Math.min(all.length, middle + each);
  return {
    lines: all.slice(first, end).map((text, index) => ({ line: first + index + 1, text: text.slice(0, 2000) })),
    before: first,
    after: all.length - end,
  };
};
