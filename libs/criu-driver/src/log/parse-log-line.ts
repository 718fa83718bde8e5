/** One line of a CRIU log (written with -v4). */
export interface LogLine {
  /** Microseconds since CRIU started; null on lines without a stamp. */
  atUs: number | null;
  text: string;
  level: 'error' | 'warning' | 'info';
}

/** `(SSS.uuuuuu)`, at restore followed by the number of the writing process; `pie:` marks lines of the restorer blob. */
const shape = /^(?:pie: (?:\d+: )?)?\((\d+)\.(\d{6})\)\s*(.*)$/;

export const parseLogLine = (line: string): LogLine => {
  const match = shape.exec(line);
  const text = match?.[3] ?? line;
  const atUs = match ? Number(match[1]) * 1_000_000 + Number(match[2]) : null;
  return { atUs, text, level: levelOf(text) };
};

const levelOf = (text: string): LogLine['level'] => {
  if (/^(?:\d+: |pie: )*Error \(/.test(text)) return 'error';
  return /^(?:\d+: |pie: )*Warn {2}\(/.test(text) ? 'warning' : 'info';
};

/** Printed on every host without CAP_SYS_RESOURCE, or of no consequence: never the cause of a failure. */
const harmless = [/rlimit: Can't setup RLIMIT_NOFILE for self/];

/**
 * The line that tells why CRIU failed: the first error that is not known to be harmless. Later ones follow from it.
 *
 * @returns null when there is none
 */
export const findCause = (lines: readonly string[]): string | null => {
  const errors = lines.map(parseLogLine).filter((line) => line.level === 'error');
  return errors.find((line) => !harmless.some((pattern) => pattern.test(line.text)))?.text ?? null;
};
