import type { Task } from '@godwit/domain/facts';

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
  groups: number[];
  capabilities: NonNullable<Task['capabilities']>;
  seccompFilters?: number;
  pendingSignals: string;
  sharedPendingSignals: string;
  blockedSignals: string;
  hugePagesDisabled: boolean;
  threadFeatures: string[];
  speculation: Record<string, string>;
  voluntarySwitches: number;
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

const readCapabilities = (lines: Map<string, string>): ProcessStatus['capabilities'] => {
  const set = (name: string): string => lines.get(name) ?? '';
  return {
    inheritable: set('CapInh'),
    permitted: set('CapPrm'),
    effective: set('CapEff'),
    bounding: set('CapBnd'),
    ambient: set('CapAmb'),
  };
};

const readSpeculation = (lines: Map<string, string>): Record<string, string> =>
  Object.fromEntries([...lines].filter(([name]) => name.startsWith('Speculation')));

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
    groups: numbers(lines.get('Groups')),
    capabilities: readCapabilities(lines),
    ...(lines.has('Seccomp_filters') ? { seccompFilters: number('Seccomp_filters') } : {}),
    pendingSignals: lines.get('SigPnd') ?? '',
    sharedPendingSignals: lines.get('ShdPnd') ?? '',
    blockedSignals: lines.get('SigBlk') ?? '',
    hugePagesDisabled: lines.get('THP_enabled') === '0',
    threadFeatures: (lines.get('x86_Thread_features') ?? '').split(/\s+/).filter(Boolean),
    speculation: readSpeculation(lines),
    voluntarySwitches: number('voluntary_ctxt_switches'),
  };
};
