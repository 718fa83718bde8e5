import type { DumpPhase, RestorePhase } from './phases.ts';

type Signs<P> = readonly (readonly [beginning: string, phase: P])[];

/** How the line begins that is the first sign of each phase of a dump (CRIU 4.2, criu/cr-dump.c). */
export const dumpSigns: Signs<DumpPhase> = [
  ['Running on ', 'starting'],
  ['Dumping processes (pid:', 'starting'],
  ['Seized task ', 'freezing'],
  ['Collecting pidns', 'collecting'],
  ['Collecting netns', 'collecting'],
  ['Dumping task (pid:', 'dumping-tasks'],
  ['Dumping pages (type:', 'writing-pages'],
  ['Dumping file-locks', 'finishing'],
  ['Dumping pstree (pid:', 'finishing'],
  ['Writing image inventory', 'finishing'],
  ['Dumping finished successfully', 'done'],
];

/** The same of a restore (criu/cr-restore.c). */
export const restoreSigns: Signs<RestorePhase> = [
  ['Running on ', 'starting'],
  ['Reading image tree', 'reading-images'],
  ['Forking task with ', 'forking'],
  ['Restoring resources', 'restoring-memory'],
  ['Opening fdinfo-s', 'restoring-resources'],
  ['Restore finished successfully', 'done'],
];

/** The phase whose beginning a line of CRIU's log marks, without its time and process id; null for all other lines. */
export const phaseMarkedBy = <P>(text: string, signs: Signs<P>): P | null =>
  signs.find(([beginning]) => text.startsWith(beginning))?.[1] ?? null;
