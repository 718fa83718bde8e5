import { throughRuntime } from '../comparison/through-runtime.ts';
import { GodwitError } from '../errors/index.ts';
import type { FactBundle, TreeFacts } from '../facts/index.ts';
import type { StagingWish } from '../file-plan/index.ts';
import { evaluateRule } from '../rules/evaluate-rule.ts';
import { flattenFacts } from '../rules/flatten-facts.ts';
import { rules } from '../rules/index.ts';
import type { Finding } from './finding.ts';
import { judgeFiles } from './judge-files.ts';
import { mergeOptions } from './merge-options.ts';
import { settleForRuntime } from './settle-for-runtime.ts';
import { sortFindings } from './sort-findings.ts';
import type { Purpose, Verdict, VerdictWord } from './verdict.ts';

export interface JudgeInput {
  source: FactBundle;
  /** Read on the destination, with its answers about this tree. Looked at only for a move. */
  destination?: FactBundle;
  purpose: Purpose;
  /** Address that belongs to the workload and moves along with it. */
  serviceAddress?: string | null;
  /** Rules that are left out, to see what would go unnoticed without them. */
  leftOut?: readonly string[];
  /** A container is dumped and restored by its runtime, instead of by CRIU alone. */
  throughRuntime?: boolean;
  /** What a person said about the files that travel along; absent where nobody would carry any. */
  staging?: StagingWish;
}

/** Asked only where a container's runtime does the work. */
const runtimeRules = ['containers', 'destination-containers'];

/**
 * Judges one tree: all findings of all rules, the options they need, and one word.
 * Throws `destination-missing`, `destination-is-source`, or `bundle-malformed` when the source holds no tree.
 */
export const judge = (input: JudgeInput): Verdict => {
  const { destination, purpose, serviceAddress, leftOut = [], throughRuntime: byRuntime = false } = input;
  if (purpose === 'move') refuseMisuse(input.source, destination);
  const source = byRuntime ? placed(input.source) : input.source;
  const { there, context: files, filePlan } = judgeFiles({ ...input, source });
  const facts = flattenFacts(source, purpose === 'move' ? there : undefined);
  const context = { purpose, serviceAddress: serviceAddress ?? null, ...files };
  const silent = byRuntime ? leftOut : [...leftOut, ...runtimeRules];
  const asked = rules.filter(({ id }) => !silent.includes(id));
  const findings = asked.flatMap((rule) => evaluateRule(rule, facts, context));
  const settled = byRuntime ? settleForRuntime(findings, source.tree) : findings;
  return { ...summarise(settled, { purpose, tree: source.tree }), ...(filePlan && { filePlan }) };
};

const placed = (source: FactBundle): FactBundle =>
  source.tree === undefined ? source : { ...source, tree: throughRuntime(source.tree) };

/** The verdict that follows from what was found about a tree. */
export const summarise = (
  found: Finding[],
  { purpose, tree }: { purpose: Purpose; tree: TreeFacts | undefined },
): Verdict => {
  const findings = sortFindings(found);
  return {
    version: 1,
    verdict: wordFor(findings),
    for: purpose,
    options: mergeOptions(findings),
    findings,
    facts: tree === undefined ? { processes: 0, fds: 0, durationMs: 0 } : countFacts(tree),
  };
};

const refuseMisuse = (source: FactBundle, destination: FactBundle | undefined): void => {
  if (destination === undefined) {
    throw new GodwitError({
      code: 'destination-missing',
      message: 'A move was asked for without a destination, and most of what stops a move is seen only there.',
      remedy: 'Name the destination, or judge for `here` or `dump`.',
    });
  }
  if (isSameHost(source, destination)) {
    throw new GodwitError({
      code: 'destination-is-source',
      message: `Source and destination are both ${source.host.hostname} in the same boot, so its ids and ports are taken by the tree itself.`,
      remedy: 'Choose another destination, or judge for `here`.',
    });
  }
};

/** Hosts that share a kernel share its boot id, so the name must be the same too. */
const isSameHost = (source: FactBundle, destination: FactBundle): boolean =>
  source.host.hostname === destination.host.hostname &&
  source.host.bootId.known &&
  destination.host.bootId.known &&
  source.host.bootId.value === destination.host.bootId.value;

const canHideBlocker = new Set(rules.filter(({ couldBlock }) => couldBlock).map(({ id }) => id));

const wordFor = (findings: Finding[]): VerdictWord => {
  if (findings.some(({ severity }) => severity === 'blocker')) return 'blocked';
  if (findings.some(({ severity, rule }) => severity === 'not-evaluated' && canHideBlocker.has(rule)))
    return 'undetermined';
  if (findings.some(({ severity }) => severity === 'needs-option')) return 'migratable-with-options';
  return 'migratable';
};

const countFacts = (tree: TreeFacts): Verdict['facts'] => ({
  processes: tree.tasks.length,
  fds: tree.tasks.reduce((sum, { fds }) => sum + (fds.known ? fds.value.length : 0), 0),
  durationMs: tree.durationMs,
});
