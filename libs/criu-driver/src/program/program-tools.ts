import { killCgroup, makeCgroup, removeCgroup } from '../cgroup/cgroup.ts';
import { findHierarchies } from '../cgroup/find-hierarchies.ts';
import { readTask } from '../tasks/read-task.ts';
import { writeEnterScript } from './enter-script.ts';
import { runProgram } from './run-program.ts';
import { startProgram } from './start-program.ts';

/** What an app hands to a library that must not start programs by itself (the probes). */
export const programTools = {
  startProgram,
  runProgram,
  writeEnterScript,
  findHierarchies,
  makeCgroup,
  killCgroup,
  removeCgroup,
  readTask,
};
