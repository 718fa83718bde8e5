/** Values of one key in one section of systemd unit text, in order; an empty value forgets those before (systemd.syntax(7)). */
export const parseUnitValues = (text: string, section: string, key: string): string[] => {
  let current = '';
  let values: string[] = [];
  for (const raw of text.replace(/\\\n/g, ' ').split('\n')) {
    const line = raw.trim();
    if (line.startsWith('[')) current = line.replace(/^\[|\]$/g, '');
    const [, name, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (current !== section || name !== key || value === undefined) continue;
    values = value === '' ? [] : [...values, value];
  }
  return values;
};

/** Restart= modes that act on a process killed by SIGKILL, which is how CRIU ends the source (systemd.service(5)). */
const restartsAfterKill = new Set(['always', 'on-failure', 'on-abnormal', 'on-abort']);

/** The last Restart= of a service's files in their order; `no` is systemd's default. */
export const parseRestartMode = (texts: readonly string[]): string =>
  parseUnitValues(texts.join('\n'), 'Service', 'Restart').at(-1) ?? 'no';

export const restartsKilledService = (mode: string): boolean => restartsAfterKill.has(mode);
