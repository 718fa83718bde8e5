import { GodwitError } from '@godwit/domain/errors';
import { requirePermitted } from '../criu/permitted-options.ts';

interface Common {
  podmanPath: string;
  options: readonly string[];
  /** The archive podman writes or reads. */
  archive: string;
}

/** Flags of podman 4; it passes them on to the runtime below, which would outweigh CRIU's configuration file. */
const flags = new Set(['--tcp-established', '--file-locks']);
const unknownToPodman = new Set(['--ext-unix-sk', '--shell-job']);

const podmanFlags = (options: readonly string[]): string[] => {
  requireKnownToPodman(options);
  return options.filter((option) => flags.has(option));
};

/** Throws `command-refused` for an option that podman has no way to pass on, and of which nothing else could tell CRIU. */
export const requireKnownToPodman = (options: readonly string[]): void => {
  const refused = options.find((option) => unknownToPodman.has(option));
  if (refused === undefined) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `podman cannot pass ${refused} to CRIU, so nothing was started.`,
    remedy: 'Run the container with runc, or remove what needs this option.',
  });
};

/** The command line of a checkpoint with podman (4.3). Throws `command-refused` for an option that may not be passed. */
export const podmanCheckpointArguments = (parts: Common & { id: string; leaveRunning: boolean }): string[] => {
  requirePermitted('dump', parts.options);
  const own = ['--compress', 'none', '--ignore-rootfs', '--export', parts.archive];
  if (parts.leaveRunning) own.push('--leave-running');
  return [parts.podmanPath, 'container', 'checkpoint', ...own, ...podmanFlags(parts.options), parts.id];
};

/** The command line of a restore with podman out of an archive. Throws as above. */
export const podmanRestoreArguments = (parts: Common): string[] => {
  requirePermitted('restore', parts.options);
  const flagsOfRestore = podmanFlags(parts.options);
  return [parts.podmanPath, 'container', 'restore', '--import', parts.archive, ...flagsOfRestore];
};
