import type { HostDetails } from '../facts/index.ts';
import type { NoticedMoment } from '../verdict/finding.ts';
import type { FindingKind, Reported } from './rule.ts';

type Kind = 'missing' | 'loopback-down';

/** What keeps CRIU from starting at all, told of a place ("on this host", "on the destination"). */
export const startFindings = (where: string, noticed: NoticedMoment): Record<Kind, FindingKind> => ({
  missing: {
    severity: 'blocker',
    message: `There is no CRIU ${where} (looked for: {path}), so nothing can be dumped or restored there.`,
    noticed,
    criuError: null,
    remedies: [
      { text: `Install CRIU 4.2 or later ${where}: on Debian the package criu, on others criu or criu-libs.` },
      { text: 'Name one that is installed elsewhere with --criu or GODWIT_CRIU.' },
    ],
  },
  'loopback-down': {
    severity: 'blocker',
    message: `The loopback device is down ${where}. CRIU connects to itself over it before it does anything else, and fails or waits for ever.`,
    noticed,
    criuError: 'kerndat_tcp_repair failed|Unable to connect a socket',
    remedies: [{ text: `Bring it up ${where}: ip link set lo up.` }],
  },
});

/** Reports what is known to keep CRIU from starting. What was not read keeps nobody: other rules ask CRIU itself. */
export const judgeStart = ({ criuProgram, loopback }: HostDetails): Reported<Kind>[] => {
  const report = (kind: Kind, path: string): Reported<Kind> => ({
    kind,
    subject: { kind: 'host' },
    evidence: { path },
  });
  if (isCriuMissing({ criuProgram })) {
    const path = criuProgram?.known ? criuProgram.value.path : null;
    return [report('missing', path ?? 'PATH and the directories of the system')];
  }
  // What CRIU once learned of the kernel it keeps until the next boot, and then asks nothing.
  const stuck = loopback?.known === true && !loopback.value.up && !loopback.value.kernelDataKept;
  return stuck ? [report('loopback-down', 'lo')] : [];
};

/** Whether it is known that there is no program to start: then nothing that CRIU says of itself can be known either. */
export const isCriuMissing = ({ criuProgram }: Pick<HostDetails, 'criuProgram'>): boolean =>
  criuProgram?.known === true && criuProgram.value.state !== 'there';
