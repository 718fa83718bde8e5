import { join } from 'node:path';
import type { ContainerRuntime } from '@godwit/domain/facts';
import { listNames } from '../procfs/list-names.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { readStat } from '../tree/walk-tree.ts';
import { parseCrunState, parseRuncState } from './parse-state.ts';
import { readPodmanNames } from './podman-names.ts';

/** What the state directory of a runtime tells of one container. */
export interface ContainerState {
  id: string;
  pid: number;
  /** Clock ticks since boot, as in /proc/PID/stat. */
  startTimeTicks: number;
  bundle: string | null;
  rootfs: string;
  systemdCgroup: boolean;
}

/** A container of a low-level runtime, which podman may have made. */
export interface FoundContainer extends ContainerState {
  runtime: Exclude<ContainerRuntime, 'podman'>;
  /** The `--root` of the runtime. */
  stateRoot: string;
}

type Low = FoundContainer['runtime'];
const stateFiles: Record<Low, string> = { runc: 'state.json', crun: 'status' };

/** Directory of the containers of a runtime that was started by root without `--root` (runc(8), crun(1)). */
const stateRootOf = (runtime: Low): string => `/run/${runtime}`;

/** The state of one container; null when the runtime knows none, or its file is not understood. */
export const readContainerState = (
  runtime: Low,
  id: string,
  stateRoot = stateRootOf(runtime),
): FoundContainer | null => {
  const text = readTextOrNull(join(stateRoot, id, stateFiles[runtime]));
  const state = text === null ? null : (runtime === 'runc' ? parseRuncState : parseCrunState)(text, id);
  return state === null ? null : { ...state, runtime, stateRoot };
};

const isRunning = ({ pid, startTimeTicks }: ContainerState): boolean => {
  try {
    return readStat(pid).startTimeTicks === startTimeTicks;
  } catch {
    return false;
  }
};

/** Containers of runc and crun whose first process lives, podman's among them. */
export const listRunningContainers = (): FoundContainer[] =>
  (['runc', 'crun'] as const).flatMap((runtime) =>
    listNames(stateRootOf(runtime))
      .map((id) => readContainerState(runtime, id))
      .filter((found) => found !== null)
      .filter(isRunning),
  );

/** Whether the runtime has a container of that id, running or not. */
export const isContainerIdTaken = (runtime: ContainerRuntime, id: string): boolean =>
  runtime === 'podman' ? readPodmanNames().has(id) : listNames(stateRootOf(runtime)).includes(id);
