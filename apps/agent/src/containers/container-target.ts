import { GodwitError } from '@godwit/domain/errors';
import type { ContainerRuntime } from '@godwit/domain/facts';
import { type FoundContainer, isContainerIdTaken, listRunningContainers, readContainerState } from '@godwit/host-facts';
import { isContainerFrozen } from './thaw-container.ts';

/** A container as a server names it: everything else about it is read on its host. */
export interface NamedContainer {
  runtime: ContainerRuntime;
  id: string;
}

/** Runtimes through which containers are dumped and restored here; podman's containers are runc's too. */
export type MovableRuntime = 'runc' | 'podman';

/** What a run writes down of a container on the source. */
export interface ContainerRecord {
  runtime: MovableRuntime;
  id: string;
  pid: number;
  startTimeTicks: number;
  bundle: string;
  rootfs: string;
  /** Somebody had paused it. */
  frozenBefore?: true;
}

/**
 * The running container of that name whose first process is `pid`. Throws `process-changed` when there is none, and
 * `command-refused` for a runtime through which nothing can be dumped.
 */
export const requireContainer = ({ runtime, id }: NamedContainer, pid: number): ContainerRecord => {
  const movable = requireMovable(runtime);
  const found = listRunningContainers().find((one) => one.runtime === 'runc' && one.id === id && one.pid === pid);
  if (found === undefined || found.bundle === null) throw changed(id, pid);
  const { startTimeTicks, bundle, rootfs } = found;
  const frozenBefore = isContainerFrozen(pid) && ({ frozenBefore: true } as const);
  return { runtime: movable, id, pid, startTimeTicks, bundle, rootfs, ...frozenBefore };
};

/** Throws `command-refused` for a runtime through which nothing is dumped or restored here. */
const requireMovable = (runtime: ContainerRuntime): MovableRuntime => {
  if (runtime !== 'crun') return runtime;
  throw new GodwitError({
    code: 'command-refused',
    message: `Containers of ${runtime} are not dumped or restored by this agent, so nothing was started.`,
    remedy: 'Run the container with runc.',
  });
};

/** Throws `command-refused` when the runtime has a container of that id, running or not. */
export const requireFreeId = ({ runtime, id }: NamedContainer): void => {
  const movable = requireMovable(runtime);
  if (!isContainerIdTaken(movable, id)) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `There is a container ${id} under ${runtime} on this host, and the copy needs that name.`,
    remedy: `Remove it with "${runtime} ${movable === 'podman' ? 'rm' : 'delete'} ${id}", then start again.`,
  });
};

/** Whether the runtime still has exactly this container, and not a newer one of the same name. */
export const isStillKnown = ({ runtime, id, pid, startTimeTicks }: ContainerRecord): boolean => {
  const found: FoundContainer | null = readContainerState('runc', id);
  // What ended is no container of runc any more, and still one of podman.
  if (found === null) return runtime === 'podman' && isContainerIdTaken(runtime, id);
  return found.pid === pid && found.startTimeTicks === startTimeTicks;
};

/** The first process of a container as its host numbers it; null when the runtime does not know it. */
export const firstPidOf = ({ id }: Pick<ContainerRecord, 'id'>): number | null =>
  readContainerState('runc', id)?.pid ?? null;

const changed = (id: string, pid: number): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: `The container ${id} with the first process ${pid} is not the one that was checked: it ended, or was started again.`,
    remedy: 'Make a new preflight of the container.',
  });
