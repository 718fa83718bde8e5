import type { Supervisor } from '@godwit/domain/facts';
import { readAncestors } from '../tree/read-ancestors.ts';
import { readStat } from '../tree/walk-tree.ts';
import { findControlSocket, listSupervised } from './supervisord-control.ts';

type SupervisorHold = NonNullable<Supervisor['hold']>;

const cannot = (words: string): SupervisorHold => ({ way: null, words });

const whyNotStopped = (pid: number): string | null => {
  if (pid === 1) return 'It is process 1 of its host, which cannot be stopped.';
  if (readAncestors(process.pid).some((ancestor) => ancestor.pid === pid)) {
    return 'The agent itself was started below it and would be ended with it.';
  }
  return readStat(pid).state === 't' ? 'Somebody traces it, so it cannot be stopped.' : null;
};

const holdLoop = (pid: number): SupervisorHold => {
  const why = whyNotStopped(pid);
  if (why !== null) return cannot(why);
  return {
    way: 'stop-loop',
    words: `A move stops the loop (process ${pid}) before the freeze. Given back, it goes on; after the commit it is ended.`,
  };
};

const holdSupervisord = async (pid: number, rootPid: number, between: readonly number[]): Promise<SupervisorHold> => {
  const why = whyNotStopped(pid);
  if (why !== null) return cannot(why);
  const socket = findControlSocket(pid);
  if (socket === null) return cannot('It has no control socket ([unix_http_server]) through which it could be told.');
  const programs = await listSupervised(socket);
  const own = programs.find((program) => program.pid === rootPid || between.includes(program.pid));
  if (own === undefined) return cannot('It does not say that this program is one of its own.');
  return {
    way: 'stop-supervisord',
    program: own.name,
    words: `A move stops supervisord (process ${pid}) before the freeze: until it goes on, none of its programs is started again. After the commit it goes on without ${own.name}.`,
  };
};

const holdSystemd = (unit: string): SupervisorHold => ({
  way: 'systemd-override',
  words: `A move writes a drop-in for ${unit} below /run that takes its restart away. Given back, the drop-in is removed; after the commit the unit is kept from starting here, also after a reboot.`,
});

const byHand: Record<string, string> = {
  docker: 'Take the restart policy away for the time of the move: docker update --restart=no NAME.',
  podman: 'Take the restart policy away for the time of the move: podman update --restart=no NAME.',
};

const holdOf = async (
  { kind, name, pid }: Supervisor,
  rootPid: number,
  ancestors: readonly { pid: number }[],
): Promise<SupervisorHold> => {
  if (kind === 'systemd') return holdSystemd(name);
  if (kind === 'container-runtime') {
    return cannot(byHand[name.split(' ')[0] ?? ''] ?? 'A move does not hold this container runtime.');
  }
  if (pid === null) return cannot('Its process is not known.');
  if (kind === 'shell-loop') return holdLoop(pid);
  if (name !== 'supervisord') return cannot(`Godwit knows no way to hold ${name}.`);
  const between = ancestors.slice(
    0,
    Math.max(
      0,
      ancestors.findIndex((one) => one.pid === pid),
    ),
  );
  return holdSupervisord(
    pid,
    rootPid,
    between.map((one) => one.pid),
  );
};

/** Says of a supervisor whether and how a move can keep it from starting the tree again. Never throws. */
export const describeHold = async (
  supervisor: Supervisor,
  rootPid: number,
  ancestors: readonly { pid: number }[],
): Promise<Supervisor> => {
  try {
    return { ...supervisor, hold: await holdOf(supervisor, rootPid, ancestors) };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    return { ...supervisor, hold: cannot(`It could not be asked: ${seen}.`) };
  }
};
