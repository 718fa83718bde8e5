/** One line of a log of CRIU, taken apart. */
export interface LogLine {
  /** Counted from 1. */
  line: number;
  raw: string;
  level: 'error' | 'warning' | 'plain';
  /** Place in CRIU's source; null on plain lines. */
  source: string | null;
  text: string;
  hasStamp: boolean;
}

/** Longer lines are cut: no pattern needs more, and none shall run long over a hostile one. */
const longestLine = 2000;

/** `(SSS.uuuuuu)`, at restore followed by the id of the writing process; runtimes may put their own words before it. */
const stamp = /^[^'"`()]{0,100}\(\d+\.\d{6}\)\s*/;
/** `pie: ` marks lines of the helper code inside a process. */
const writer = /^\s*(?:pie: )?(?:\s*\d+: )?/;
const complaint = /^(Error|Warn)\s+\(([\w./-]+:\d+)\): (.*)$/;

const withoutStamp = (raw: string): string => {
  const found = stamp.exec(raw);
  return found === null ? raw : raw.slice(found[0].length);
};

const parseLine = (whole: string, index: number): LogLine => {
  const raw = whole.slice(0, longestLine).replace(/\r$/, '');
  const rest = withoutStamp(raw);
  const text = rest.replace(writer, '');
  const [, word, source, message] = complaint.exec(text) ?? [];
  const plain = { line: index + 1, raw, level: 'plain' as const, source: null, text, hasStamp: rest !== raw };
  if (word === undefined || source === undefined || message === undefined) return plain;
  return { ...plain, level: word === 'Error' ? 'error' : 'warning', source, text: message.trimEnd() };
};

/** Takes a whole log apart. */
export const parseLog = (text: string): LogLine[] => text.split('\n').map(parseLine);
