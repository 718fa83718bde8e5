import { requirePermitted } from '../criu/permitted-options.ts';
import { runtimeFlags } from './criu-through-runtime.ts';

interface Common {
  runtimePath: string;
  id: string;
  imagesDir: string;
  /** Where CRIU writes its log and statistics. */
  workDir: string;
  /** Where the runtime writes its own log. */
  logFile: string;
  options: readonly string[];
}

export interface RuncCheckpoint extends Common {
  leaveRunning: boolean;
}

export interface RuncRestore extends Common {
  bundle: string;
  /** Where runc keeps what it knows of containers; left out: where it always does. */
  stateDir?: string;
}

const common = ({ imagesDir, workDir, options }: Common): string[] => [
  '--image-path',
  imagesDir,
  '--work-path',
  workDir,
  ...runtimeFlags(options),
];

/** The command line of `runc checkpoint` (runc 1.1). Throws `command-refused` for an option that may not be passed. */
export const runcCheckpointArguments = (parts: RuncCheckpoint): string[] => {
  requirePermitted('dump', parts.options);
  const end = parts.leaveRunning ? ['--leave-running'] : [];
  return [parts.runtimePath, '--log', parts.logFile, 'checkpoint', ...common(parts), ...end, parts.id];
};

/** The command line of `runc restore`; it ends when the container runs. Throws as above. */
export const runcRestoreArguments = (parts: RuncRestore): string[] => {
  requirePermitted('restore', parts.options);
  const own = ['--detach', '--bundle', parts.bundle];
  const state = parts.stateDir === undefined ? [] : ['--root', parts.stateDir];
  return [parts.runtimePath, ...state, '--log', parts.logFile, 'restore', ...own, ...common(parts), parts.id];
};
