import type { TaskIdentity } from '@godwit/criu-driver';

interface SupervisedTree {
  /** Arguments of the root of the tree, by which it is known when it comes back. */
  commandLine: string;
}

interface StoppedProcess extends SupervisedTree {
  name: string;
  task: TaskIdentity;
  /** Somebody had stopped it before: then it stays so. */
  wasStopped: boolean;
  /** Process ids mean something in this boot only. */
  bootId: string;
}

export type HeldLoop = {
  way: 'stop-loop' /** Nobody would start the loop itself again. */;
  endable: boolean;
} & StoppedProcess;

export type HeldSupervisord = {
  way: 'stop-supervisord';
  socket: string;
  /** `group:name`. */
  program: string;
  /** File in which the program can be kept from starting by itself; null when its configuration includes none. */
  override: string | null;
} & StoppedProcess;

export interface HeldUnit extends SupervisedTree {
  way: 'systemd-override';
  name: string;
  /** The drop-in below /run that takes the restart away. */
  dropIn: string;
}

/** What starts the tree again, and how it is kept from that. Written down before it is held. */
export type HeldSupervisor = HeldLoop | HeldSupervisord | HeldUnit;

/** How what was held is let go. */
export interface Settlement {
  /** Held no more; false: it stays as it is, and is tried again when the run is swept. */
  done: boolean;
  /** What became of it, a sentence for the run's page. */
  words: string;
}
