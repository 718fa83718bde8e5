/** What somebody who waits may want to look at again. Only a hint: the database is read for the truth. */
export type WakeUp =
  | { about: 'run'; runId: string }
  /** Something was told that only viewers of the run care for: nothing in it goes on because of it. */
  | { about: 'run-viewers'; runId: string }
  | { about: 'host'; hostId: string }
  | { about: 'workload'; workloadId: string }
  | { about: 'everything' };

/** The Postgres channel that wake-ups travel on. */
export const wakeUpChannel = 'godwit_live';

export const formatWakeUp = (wakeUp: WakeUp): string => {
  switch (wakeUp.about) {
    case 'run':
    case 'run-viewers':
      return `${wakeUp.about}:${wakeUp.runId}`;
    case 'host':
      return `host:${wakeUp.hostId}`;
    case 'workload':
      return `workload:${wakeUp.workloadId}`;
    case 'everything':
      return 'everything:';
  }
};

/** A payload nobody knows wakes everybody: looking once too often does no harm. */
export const parseWakeUp = (payload: string): WakeUp => {
  const at = payload.indexOf(':');
  const id = payload.slice(at + 1);
  const about = payload.slice(0, at);
  switch (about) {
    case 'run':
    case 'run-viewers':
      return { about, runId: id };
    case 'host':
      return { about: 'host', hostId: id };
    case 'workload':
      return { about: 'workload', workloadId: id };
    default:
      return { about: 'everything' };
  }
};
