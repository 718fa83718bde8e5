import type { HoldContext } from './hold-context.ts';

/**
 * Ends this process when it cannot carry out what is decided, for example because the disk is so full that the journal takes no
 * line. The hook's script then finishes what is decided for CRIU, and the agent does the rest as soon as it can.
 */
export const leaveToOthers =
  ({ log }: Pick<HoldContext, 'log'>) =>
  (error: unknown): never => {
    // The answer to whoever asked goes out first.
    setImmediate(() => process.exit(1));
    log(`this process ends, and leaves the run to the hook and the agent: ${error}`);
    throw error;
  };
