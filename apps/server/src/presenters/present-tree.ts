import type { Task, TreeFacts } from '@godwit/domain/facts';
import { type Finding, type Severity, severities } from '@godwit/domain/verdict';
import type { Role } from '../policies/roles.ts';
import type { ProcessNode } from '../procedures/shapes/process-node.ts';
import { presentCommand } from './present-command.ts';

/** The processes of a tree, each with the worst finding on it. */
export const presentTree = (tree: TreeFacts, findings: Finding[], role: Role): ProcessNode[] =>
  tree.tasks.map((task) => ({
    pid: task.pid,
    ppid: task.ppid,
    comm: task.comm,
    command: task.commandLine.known ? presentCommand(task.commandLine.value.join(' '), role) : task.comm,
    rssBytes: residentBytes(task),
    fds: task.fds.known ? task.fds.value.length : null,
    threads: task.threads.length,
    state: task.state,
    findingSeverity: worstOn(task.pid, findings),
  }));

const residentBytes = ({ mappings }: Task): number =>
  mappings.known ? mappings.value.reduce((sum, { rssBytes }) => sum + rssBytes, 0) : 0;

const worstOn = (pid: number, findings: Finding[]): Severity | null => {
  const found = new Set(findings.filter(({ subject }) => subject.pid === pid).map(({ severity }) => severity));
  return severities.find((severity) => found.has(severity)) ?? null;
};
