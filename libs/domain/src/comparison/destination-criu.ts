import { missingLockTools, nftablesLock } from '../rules/lock-tools.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { compareVersions, hasInetSocketGap } from '../rules/version-order.ts';

export const destinationCriu = defineRule({
  id: 'destination-criu',
  title: 'CRIU on the destination',
  appliesTo: ['move'],
  needs: ['criu', 'inetSockets', 'tools', 'destination.criu', 'destination.kernel'],
  couldBlock: true,
  findings: {
    'check-failed': {
      severity: 'blocker',
      message: 'CRIU {there} on the destination checked its kernel and says: {problem}. It cannot work there.',
      noticed: 'before-freeze',
      criuError: 'Does not look good',
      remedies: [{ text: 'Install a newer CRIU on the destination, or a kernel with CONFIG_CHECKPOINT_RESTORE.' }],
    },
    older: {
      severity: 'blocker',
      message:
        'CRIU is {here} here and {there} on the destination. An older CRIU skips what it does not know in the images, without a word.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Install CRIU {here} or later on the destination.' }],
    },
    'slightly-older': {
      severity: 'caution',
      message: 'CRIU is {here} here and {there} on the destination, which lacks the latest corrections.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Install CRIU {here} or later on the destination.' }],
    },
    'kernel-gap': {
      severity: 'blocker',
      message: 'The tree has internet sockets, and CRIU {there} cannot restore any on the destination: {why}.',
      noticed: 'restore',
      criuError: "Can't (get|set) 1:16 opt: Operation not supported",
      remedies: [{ text: 'Install CRIU 4.2 or later on the destination.' }],
    },
    'feature-missing': {
      severity: 'caution',
      message:
        'CRIU reports these kernel features here and not on the destination: {features}. A program that uses one of them cannot be restored there.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Prefer a destination with the same kernel and the same CRIU build.' }],
    },
    'lock-missing': {
      severity: 'blocker',
      message:
        'The connections of the tree would be locked with nftables, and CRIU on the destination cannot unlock them that way.',
      noticed: 'restore',
      criuError: 'without libnftables support|nftables',
      remedies: [{ text: 'Install a CRIU with libnftables on the destination, or iptables here.' }],
    },
  },
  evaluate: ({ criu, inetSockets, tools, 'destination.criu': there, 'destination.kernel': kernel }) => {
    const versions = { here: criu.version, there: there.version };
    const lacking = Object.keys(criu.features).filter((name) => criu.features[name] && there.features[name] === false);
    const lock = lacking.includes(nftablesLock) && missingLockTools(inetSockets, tools).length > 0;
    const missing = lacking.filter((name) => !lock || name !== nftablesLock);
    const probePassed = there.tcpProbe?.passed === true;
    const gap = inetSockets.length > 0 ? socketGap(there, kernel.release) : null;
    return [
      ...(there.checkProblem !== null && !probePassed
        ? [report('check-failed', { ...versions, problem: there.checkProblem })]
        : []),
      ...judgeAge(criu.version, there.version),
      ...(gap === null ? [] : [report('kernel-gap', { ...versions, why: gap })]),
      ...(missing.length === 0 ? [] : [report('feature-missing', { ...versions, features: missing.join(', ') })]),
      ...(lock ? [report('lock-missing', versions)] : []),
    ];
  },
});

type Kind = 'check-failed' | 'older' | 'slightly-older' | 'kernel-gap' | 'feature-missing' | 'lock-missing';

const report = (kind: Kind, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'host' },
  evidence,
});

const judgeAge = (here: string, there: string): Reported<Kind>[] => {
  if (compareVersions(there, here, 2) < 0) return [report('older', { here, there })];
  return compareVersions(there, here, 3) < 0 ? [report('slightly-older', { here, there })] : [];
};

interface Criu {
  version: string;
  tcpProbe: { passed: boolean; detail: string } | null;
}

const socketGap = ({ version, tcpProbe }: Criu, release: string): string | null => {
  if (tcpProbe !== null)
    return tcpProbe.passed ? null : `a small program could not be brought back (${tcpProbe.detail})`;
  return hasInetSocketGap(release, version)
    ? 'its kernel no longer answers a question that CRIU before 4.2 asks of every socket'
    : null;
};
