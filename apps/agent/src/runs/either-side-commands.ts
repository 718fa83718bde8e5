import type { CommandHandlers } from '../agent-context.ts';
import { ensureRunKeys } from '../channel/run-keys.ts';
import { readJournal } from '../hold/journal.ts';
import { signRunKey } from '../signing/index.ts';
import { startCheckpointDump, startCheckpointRestore } from './checkpoint-commands.ts';
import { requireCriu } from './require-criu.ts';
import type { RunRegistry } from './run-registry.ts';
import { requireSweepable, sweepRun } from './sweep-run.ts';

type Command = 'open-run' | 'sweep-run' | 'report-run' | 'dump-checkpoint' | 'restore-checkpoint';

/** The commands that both sides of a move know, and those of checkpoints. */
export const createEitherSideCommands = (registry: RunRegistry): Pick<CommandHandlers, Command> => {
  const { store, context } = registry;
  return {
    'open-run': async ({ runId, epoch, side }) => {
      const paths = store.open('runs', runId, { side, epoch });
      const fingerprint = await ensureRunKeys(paths.dir);
      return { fingerprint, identity: signRunKey(paths, fingerprint) };
    },
    'sweep-run': async ({ runId, epoch }) => {
      const paths = store.require(runId);
      requireSweepable(paths);
      await registry.endHold(paths);
      context.relays?.end(runId);
      const acting = registry.actingContext(paths);
      try {
        acting.journal.checkEpoch(epoch);
        return { removed: await sweepRun(acting) };
      } finally {
        acting.journal.close();
      }
    },
    'report-run': async ({ runId }) => {
      const paths = store.find(runId);
      if (!paths) return { run: null };
      if (!(await registry.findHold(paths))) await registry.recover(paths);
      return { run: readJournal(paths).report(runId) };
    },
    'dump-checkpoint': async (request) => startCheckpointDump(registry, requireCriu(context.criuPath), request),
    'restore-checkpoint': async (request) => startCheckpointRestore(registry, requireCriu(context.criuPath), request),
  };
};
