import { hasOwnNamespace, movedContainer } from '../comparison/through-runtime.ts';
import type { TreeFacts } from '../facts/index.ts';
import type { CriuOptions, Finding } from './finding.ts';

/** Options that a container's runtime gives CRIU by itself (runc 1.1, libcontainer/criu_linux.go). */
const givenByRuntime = /^--(external|root|join-ns|manage-cgroups|empty-ns|skip-mnt|enable-fs|mntns-compat-mode)(=|$)/;

/** Rules about names and numbers that mean nothing outside of a namespace of the container's own. */
const insideOwn: Record<string, readonly string[]> = {
  pid: ['destination-ids'],
  net: ['destination-ports', 'destination-addresses', 'destination-routes'],
  mnt: ['destination-sockets', 'destination-terminals'],
};

const without = (options: readonly string[]): string[] => options.filter((option) => !givenByRuntime.test(option));

const settleOptions = ({ dump, restore }: CriuOptions): CriuOptions => ({
  dump: without(dump),
  restore: without(restore),
});

const isEmpty = ({ dump, restore }: CriuOptions): boolean => dump.length + restore.length === 0;

const settle = (finding: Finding, runtime: string): Finding => {
  if (finding.severity !== 'needs-option') return finding;
  const remedies = finding.remedies.map((remedy) => ({ ...remedy, options: settleOptions(remedy.options) }));
  if (remedies.some(({ options }) => !isEmpty(options))) return { ...finding, remedies };
  const text = `${runtime} does this by itself, from the configuration of the container.`;
  return {
    ...finding,
    severity: 'note',
    noticed: 'never',
    criuError: null,
    remedies: [{ text, options: { dump: [], restore: [] } }],
  };
};

/** A runtime that is told to dump its container does not start it again. */
const isOwnRuntime = ({ rule, evidence }: Finding): boolean =>
  rule === 'supervisors' && evidence.supervisor === 'container runtime';

/**
 * What is left of the findings about a container when its runtime starts CRIU: mounts, cgroups and namespaces are the
 * runtime's, and names inside of the container's own namespaces clash with nothing.
 */
export const settleForRuntime = (findings: readonly Finding[], tree: TreeFacts | undefined): Finding[] => {
  const container = tree === undefined ? null : movedContainer(tree);
  if (tree === undefined || container === null) return [...findings];
  const own = Object.keys(insideOwn).filter((kind) => hasOwnNamespace(tree, kind));
  const settled = new Set(own.flatMap((kind) => insideOwn[kind] ?? []));
  return findings
    .filter((finding) => !settled.has(finding.rule) && !isOwnRuntime(finding))
    .map((finding) => settle(finding, container.runtime));
};
