/** CRIU's phases as Godwit shows them, in order; seen by hook stages and by log milestones of CRIU 4.2. */
export const dumpPhases = [
  'starting',
  'freezing',
  'collecting',
  'dumping-tasks',
  'writing-pages',
  'finishing',
  'held',
  'killing',
  'done',
] as const;
export type DumpPhase = (typeof dumpPhases)[number];

export const restorePhases = [
  'starting',
  'reading-images',
  'forking',
  'restoring-memory',
  'restoring-resources',
  'held',
  'resuming',
  'done',
] as const;
export type RestorePhase = (typeof restorePhases)[number];
