import type { DumpPhase, RestorePhase } from '@godwit/domain/criu';

/** Fragments of CRIU 4.2's log (cr-dump.c, cr-restore.c), each the first sign of a phase. */
const dumpMilestones: readonly (readonly [fragment: string, phase: DumpPhase])[] = [
  ['Dumping processes (pid:', 'starting'],
  ['Seized task ', 'freezing'],
  ['Collecting netns', 'collecting'],
  ['Dumping task (pid:', 'dumping-tasks'],
  ['Dumping pages (type:', 'writing-pages'],
  ['Dumping file-locks', 'finishing'],
  ['Dumping pstree (pid:', 'finishing'],
  ['Writing image inventory', 'finishing'],
  ['Dumping finished successfully', 'done'],
];

const restoreMilestones: readonly (readonly [fragment: string, phase: RestorePhase])[] = [
  ['Running on ', 'starting'],
  ['Reading image tree', 'reading-images'],
  ['Forking task with ', 'forking'],
  ['Restoring resources', 'restoring-memory'],
  ['Opening fdinfo-s', 'restoring-resources'],
  ['Restore finished successfully', 'done'],
];

/** The phase of a dump whose beginning this line marks; null for all other lines. */
export const dumpPhaseOf = (text: string): DumpPhase | null =>
  dumpMilestones.find(([fragment]) => text.includes(fragment))?.[1] ?? null;

/** The phase of a restore whose beginning this line marks; null for all other lines. */
export const restorePhaseOf = (text: string): RestorePhase | null =>
  restoreMilestones.find(([fragment]) => text.includes(fragment))?.[1] ?? null;

/** The first line that tells that a task of the tree stands still. */
export const isSeizeLine = (text: string): boolean => text.startsWith('Seized task ');
