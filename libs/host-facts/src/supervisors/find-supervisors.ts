import { type Fact, known, type Supervisor, type Task, type TreeFacts, unknown } from '@godwit/domain/facts';
import { reasonOf } from '../procfs/read-text.ts';
import type { Ancestor } from '../tree/read-ancestors.ts';
import { findShellLoop } from './find-shell-loop.ts';
import { containerRuntimeName, endsWithItsChild, isShell, supervisorName } from './known-programs.ts';
import { containerOfCgroup, serviceOfCgroup } from './parse-cgroup-path.ts';
import { parseRestartMode, restartsKilledService } from './parse-unit-file.ts';
import { readUnitFiles } from './read-unit-files.ts';

/** What is needed of a root process. */
export type SupervisedRoot = Pick<Task, 'ppid' | 'comm' | 'sid' | 'commandLine' | 'cgroups'>;

type Found = Fact<Supervisor[]>;

const none: Found = known([]);

const shown = ({ pid, comm, commandLine }: Ancestor): string => `${pid} ${commandLine.join(' ') || comm}`.slice(0, 300);

const cgroupPaths = (root: SupervisedRoot): string[] =>
  root.cgroups.known ? root.cgroups.value.map((group) => group.path) : [];

const systemdIsInit = (ancestors: readonly Ancestor[]): boolean => {
  const init = ancestors.at(-1);
  return init?.pid === 1 && init.comm === 'systemd';
};

/** systemd acts on its own children only: a worker of a service is its master's business. */
const systemd = (root: SupervisedRoot, ancestors: readonly Ancestor[]): Found => {
  if (!systemdIsInit(ancestors) || root.ppid !== 1) return none;
  const service = cgroupPaths(root)
    .map(serviceOfCgroup)
    .find((found) => found !== null);
  if (service === undefined || service === null || service.user) return none;
  try {
    const mode = parseRestartMode(readUnitFiles(service.unit));
    if (!restartsKilledService(mode)) return none;
    return known([{ kind: 'systemd', name: service.unit, pid: 1, evidence: `Restart=${mode} in ${service.unit}` }]);
  } catch (error) {
    return unknown(reasonOf(error, `Restart= of ${service.unit}`));
  }
};

const container = (root: SupervisedRoot): Found => {
  const found = cgroupPaths(root).map((path) => ({ path, container: containerOfCgroup(path) }));
  const hit = found.find((one) => one.container !== null);
  if (hit?.container === undefined || hit.container === null) return none;
  const { runtime, id } = hit.container;
  return known([
    { kind: 'container-runtime', name: `${runtime} ${id.slice(0, 12)}`, pid: null, evidence: `cgroup ${hit.path}` },
  ]);
};

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/** Words by which a shell script may name a program, the most telling first: what it interprets, then its own file. */
const namesOf = (comm: string, [program = comm, ...rest]: readonly string[]): string[] =>
  [...rest.slice(0, 2), program, comm].map(baseName).filter((name) => name.length > 1 && !/^[-\s]|\s/.test(name));

const byProgram = (ancestor: Ancestor): Supervisor | null => {
  const runtime = containerRuntimeName(ancestor);
  const name = runtime ?? supervisorName(ancestor);
  if (name === null) return null;
  const kind = runtime === null ? 'process-supervisor' : 'container-runtime';
  return { kind, name, pid: ancestor.pid, evidence: shown(ancestor) };
};

/**
 * Goes up from the root through shells and wrappers, which end when their child ends, to the first process that would
 * start it again. Any other program in between survives its child, so what is above it cannot notice the death.
 */
const amongAncestors = (root: SupervisedRoot, ancestors: readonly Ancestor[]): Found => {
  let names = namesOf(root.comm, root.commandLine.known ? root.commandLine.value : []);
  for (const ancestor of ancestors) {
    const found = byProgram(ancestor);
    if (found !== null) return known([found]);
    if (!isShell(ancestor)) {
      if (!endsWithItsChild(ancestor)) return none;
    } else {
      const loop = findShellLoop(ancestor, { names, sid: root.sid });
      if (!loop.known) return loop;
      if (loop.value) {
        return known([{ kind: 'shell-loop', name: ancestor.comm, pid: ancestor.pid, evidence: shown(ancestor) }]);
      }
    }
    names = [...namesOf(ancestor.comm, ancestor.commandLine), ...names];
  }
  return none;
};

/**
 * Who would start the tree again after its death: systemd with Restart=, a container runtime, a process supervisor, a
 * shell loop. Unknown when one of these could not be told.
 */
export const findSupervisors = (root: SupervisedRoot, ancestors: TreeFacts['ancestors']): TreeFacts['supervisors'] => {
  if (!ancestors.known) return ancestors;
  if (!root.cgroups.known) return root.cgroups;
  const found = [systemd(root, ancestors.value), container(root), amongAncestors(root, ancestors.value)];
  const missing = found.find((fact) => !fact.known);
  if (missing !== undefined && !missing.known) return missing;
  return known(found.flatMap((fact) => (fact.known ? fact.value : [])));
};
