import { capability, plainSockets, whyRefused } from '../rules/capability.ts';
import type { FactValues } from '../rules/fact-values.ts';
import { lockedFamilies, missingLockTools, nftablesLock } from '../rules/lock-tools.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { compareVersions, hasInetSocketGap } from '../rules/version-order.ts';
import { knownValue } from './needed-fact.ts';
import { atRestore, neededFeatures } from './needed-features.ts';

export const destinationCriu = defineRule({
  id: 'destination-criu',
  title: 'CRIU on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: [
    'criu',
    'inetSockets',
    'mappings',
    'tools',
    'destination.criu',
    'destination.kernel',
    'destination.capabilityMatrix',
  ],
  couldBlock: true,
  findings: {
    'check-failed': {
      severity: 'blocker',
      message: 'CRIU {there} on the destination checked its kernel and says: {problem}. It cannot work there.',
      noticed: 'before-freeze',
      criuError: 'Does not look good|Operation not permitted',
      remedies: [{ text: 'Install a newer CRIU on the destination, or a kernel with CONFIG_CHECKPOINT_RESTORE.' }],
    },
    older: {
      severity: 'blocker',
      message:
        'CRIU is {here} here and {there} on the destination. An older CRIU skips what it does not know in the images, even the lengths of memory, and cannot bring the tree back.',
      noticed: 'restore',
      criuError: "vdso: |Can't read mapping page|Can't restore .* mapping|killed by signal|Restoring FAILED",
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
        'CRIU reports these kernel features here and not on the destination: {features}. What each of them carries may get lost there.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Prefer a destination with the same kernel and the same CRIU build.' }],
    },
    'feature-needed': {
      severity: 'blocker',
      message:
        '{what}, and CRIU reports that the kernel of the destination lacks what that takes ({feature}). {breaks}',
      noticed: 'restore',
      criuError: "Can't|Unable to|Failed to|not supported",
      remedies: [{ text: 'Choose a destination on which `criu check --feature {feature}` passes.' }],
    },
    'plugin-missing': {
      severity: 'caution',
      message:
        'CRIU has the plugins {plugins} here and not on the destination. A tree whose dump used one of them cannot be restored there.',
      noticed: 'restore',
      criuError: 'Missing required plugin',
      remedies: [{ text: 'Install the same plugins on the destination.' }],
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
  evaluate: ({ criu, inetSockets, mappings, tools, 'destination.criu': there, ...host }) => {
    const { 'destination.kernel': kernel, 'destination.capabilityMatrix': matrix } = host;
    const versions = { here: criu.version, there: there.version };
    const lacking = Object.keys(criu.features).filter((name) => criu.features[name] && there.features[name] === false);
    const lock = lacking.includes(nftablesLock) && missingLockTools(lockedFamilies(inetSockets), tools).length > 0;
    const needs = neededFeatures({ inetSockets, mappings }).filter(({ feature }) => there.features[feature] === false);
    const missing = lacking.filter((name) => atRestore.has(name) && needs.every(({ feature }) => feature !== name));
    const [own, others] = [knownValue(criu.build)?.plugins ?? [], knownValue(there.build)?.plugins];
    const plugins = others === undefined ? [] : own.filter((name) => !others.includes(name));
    const probePassed = capability(matrix, 'process') === 'carried' || there.tcpProbe?.passed === true;
    const gap = inetSockets.length > 0 ? socketGap(there, kernel.release, matrix) : null;
    return [
      ...(there.checkProblem !== null && !probePassed
        ? [report('check-failed', { ...versions, problem: there.checkProblem })]
        : []),
      ...judgeAge(criu.version, there.version),
      ...(gap === null ? [] : [report('kernel-gap', { ...versions, why: gap })]),
      ...(missing.length === 0 ? [] : [report('feature-missing', { ...versions, features: missing.join(', ') })]),
      ...needs.map((need) => report('feature-needed', { ...versions, ...need })),
      ...(plugins.length === 0 ? [] : [report('plugin-missing', { ...versions, plugins: plugins.join(', ') })]),
      ...(lock ? [report('lock-missing', versions)] : []),
    ];
  },
});

type Kind =
  | 'check-failed'
  | 'older'
  | 'slightly-older'
  | 'kernel-gap'
  | 'feature-missing'
  | 'feature-needed'
  | 'plugin-missing'
  | 'lock-missing';

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

const socketGap = (
  { version, tcpProbe }: Criu,
  release: string,
  matrix: FactValues['capabilityMatrix'],
): string | null => {
  if (plainSockets.some((kind) => capability(matrix, kind) === 'carried')) return null;
  const refused = whyRefused(matrix, plainSockets);
  if (refused !== null) return `small programs with plain sockets were refused there: ${refused}`;
  if (tcpProbe !== null)
    return tcpProbe.passed ? null : `a small program could not be brought back (${tcpProbe.detail})`;
  return hasInetSocketGap(release, version)
    ? 'its kernel no longer answers a question that CRIU before 4.2 asks of every socket'
    : null;
};
