/** Beyond this only the beginning of a file is read: what matters stands there, and the rest is one line again and again. */
const mostBytes = 16 * (1 << 20);

/** A log as it is shown and explained. */
export interface ReadLog {
  name: string;
  text: string;
  isCut: boolean;
}

/** Reads a dropped or chosen file in the browser; it goes nowhere else. */
export const readLog = async (file: File): Promise<ReadLog> => ({
  name: file.name,
  text: await file.slice(0, mostBytes).text(),
  isCut: file.size > mostBytes,
});

export const pastedLog = (text: string): ReadLog => ({
  name: 'the pasted text',
  text: text.slice(0, mostBytes),
  isCut: text.length > mostBytes,
});
