/** What Godwit uses of /proc/PID/status (proc_pid_status(5)). */
export interface ProcessStatus {
  tgid: number;
  tracerPid: number;
  uids: number[];
  gids: number[];
  /** Ids per pid namespace, outermost first; empty on a kernel without them. */
  nsPids: number[];
  nsPgids: number[];
  nsSids: number[];
  capEffective: string;
  seccompMode: number;
  noNewPrivs: boolean;
  allowedCpus: string;
}

const numbers = (text: string | undefined): number[] => (text ?? '').split(/\s+/).filter(Boolean).map(Number);

/** Lines `Name:\tvalue` as a map. */
export const parseKeyLines = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) found.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return found;
};

/** Parses a status file. */
export const parseStatus = (text: string): ProcessStatus => {
  const lines = parseKeyLines(text);
  const number = (name: string): number => Number(lines.get(name) ?? 0);
  return {
    tgid: number('Tgid'),
    tracerPid: number('TracerPid'),
    uids: numbers(lines.get('Uid')),
    gids: numbers(lines.get('Gid')),
    nsPids: numbers(lines.get('NSpid')),
    nsPgids: numbers(lines.get('NSpgid')),
    nsSids: numbers(lines.get('NSsid')),
    capEffective: lines.get('CapEff') ?? '',
    seccompMode: number('Seccomp'),
    noNewPrivs: number('NoNewPrivs') === 1,
    allowedCpus: lines.get('Cpus_allowed_list') ?? '',
  };
};
