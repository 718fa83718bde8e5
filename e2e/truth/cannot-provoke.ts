import { readFileSync } from 'node:fs';
import { type FactBundle, parseBundle } from '@godwit/domain/facts';
import { type Rule, rules } from '@godwit/domain/rules';
import type { Observation } from './observation.ts';

/** What a rule compares on two hosts, and in words what both sides have: where all moves have the same, nothing can differ. */
interface Compared {
  of: (bundle: FactBundle) => unknown;
  words: (bundle: FactBundle) => string;
}

const known = <T>(fact: { known: true; value: T } | { known: false } | undefined): T | null =>
  fact?.known === true ? fact.value : null;

const compared: Record<string, Compared> = {
  'destination-kernel': {
    of: ({ host }) => [host.kernel, host.pageSizeBytes, known(host.cpu)?.flags, host.kernelConfig].map(withoutSource),
    words: ({ host }) => `Linux ${known(host.kernel)?.release} on ${known(host.cpu)?.model ?? 'one processor'}`,
  },
  'destination-security': {
    of: ({ host }) => [withoutSource(host.security)],
    words: ({ host }) => `the security modules ${known(host.security)?.modules.join(', ') || '(none)'}`,
  },
  'destination-clocks': {
    // CRIU says of itself that it lacks time namespaces also where it only lacks the rights: the kernel has them or has not.
    of: ({ host }) => [known(host.kernelConfig)?.TIME_NS, known(host.clocks)?.clocksource],
    words: ({ host }) => `time namespaces and the clock ${known(host.clocks)?.clocksource}`,
  },
  'destination-cgroups': {
    of: ({ host }) => [hierarchies(host)],
    words: ({ host }) => `the hierarchies ${hierarchies(host).join(' ')}`,
  },
};

/** A kernel offers each controller in one hierarchy, whether that is mounted or not: CRIU mounts it itself. */
const hierarchies = (host: FactBundle['host']): string[] => {
  const unified = (known(host.cgroupControllers) ?? []).filter(({ version }) => version === 'v2');
  return [...new Set(unified.flatMap(({ controllers }) => controllers))].sort().map((name) => `${name} in v2`);
};

const withoutSource = (fact: object | undefined): unknown => ({ ...fact, source: undefined });

const bundleIn = (file: string): FactBundle => parseBundle(readFileSync(file, 'utf8'));

const sameEverywhere = ({ of, words }: Compared, moves: readonly Observation[]): string | null => {
  const pairs = moves.map((one) => [bundleIn(one.source), bundleIn(one.destination ?? '')] as const);
  const first = pairs[0];
  const isSame = pairs.every(([here, there]) => JSON.stringify(of(here)) === JSON.stringify(of(there)));
  return first !== undefined && isSame
    ? `both sides had ${words(first[0]) || 'the same'} in all ${pairs.length} moves, because they are one machine`
    : null;
};

const harmless = new Set(['caution', 'note', 'not-evaluated']);

/** Nothing can disagree without a rule that only cautions, unless something is lost where it did. */
const onlyCautions = ({ id, findings }: Rule, observations: readonly Observation[]): string | null => {
  if (!Object.values(findings).every(({ severity }) => harmless.has(severity))) return null;
  const fired = observations.filter(({ verdict }) => verdict?.findings.some(({ rule }) => rule === id));
  return fired.length > 0 && fired.every(({ outcome }) => outcome !== 'lost')
    ? `it tells only cautions, did so in ${fired.length} scenarios, and nothing was lost in any of them: what it warns of needs a moment that cannot be chosen`
    : null;
};

/** A rule that repeats what probes saw stops nothing alone as long as other rules foretell all that probes can see here. */
const neverAlone = ({ id }: Rule, observations: readonly Observation[]): string | null => {
  const blockers = observations.map(({ verdict }) => [
    ...new Set(verdict?.findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule)),
  ]);
  const fired = blockers.filter((found) => found.includes(id));
  const others = [...new Set(fired.flat())].filter((one) => one !== id);
  return fired.length > 0 && fired.every((found) => found.length > 1)
    ? `it blocked in ${fired.length} scenarios, and each time ${others.join(' or ')} foretold the same without a probe`
    : null;
};

const repeatsProbes = new Set(['host-capabilities', 'destination-capabilities']);

/** Why no scenario of this machine can disagree for want of a rule, as follows from its findings and what was observed; null when one could. */
export const whyNotProvoked = (id: string, observations: readonly Observation[]): string | null => {
  const tried = observations.filter(({ notStarted, verdict }) => notStarted === null && verdict !== null);
  const rule = rules.find((one) => one.id === id);
  const comparison = compared[id];
  const moves = tried.filter(({ destination }) => destination !== null);
  if (comparison !== undefined) return sameEverywhere(comparison, moves);
  if (rule === undefined) return null;
  return repeatsProbes.has(id) ? neverAlone(rule, tried) : onlyCautions(rule, tried);
};
