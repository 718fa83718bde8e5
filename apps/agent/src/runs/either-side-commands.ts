import type { CommandHandlers } from '../agent-context.ts';
import { ensureRunKeys } from '../channel/run-keys.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { signRunKey } from '../signing/index.ts';
import { startCheckpointDump, startCheckpointRestore } from './checkpoint-commands.ts';
import { copyLives } from './copy-lives.ts';
import { hasKeptImages, keepImagesOf } from './keep-images.ts';
import { requireCriu } from './require-criu.ts';
import type { RunRegistry } from './run-registry.ts';
import { requireSweepable, sweepRun } from './sweep-run.ts';

type Command = 'open-run' | 'keep-images' | 'sweep-run' | 'report-run' | 'dump-checkpoint' | 'restore-checkpoint';

/** The commands that both sides of a move know, and those of checkpoints. */
export const createEitherSideCommands = (registry: RunRegistry): Pick<CommandHandlers, Command> => {
  const { store, context } = registry;
  return {
    'open-run': async ({ runId, epoch, side }) => {
      const paths = store.open('runs', runId, { side, epoch });
      const fingerprint = await ensureRunKeys(paths.dir);
      return { fingerprint, identity: signRunKey(paths, fingerprint) };
    },
    'keep-images': async ({ runId, epoch }) => {
      const paths = store.require(runId);
      if (!hasKeptImages(paths)) return { kept: null, removed: [] };
      return actAlone(registry, paths, epoch, keepImagesOf);
    },
    'sweep-run': async ({ runId, epoch }) => {
      const paths = store.require(runId);
      requireSweepable(paths);
      return { removed: await actAlone(registry, paths, epoch, sweepRun) };
    },
    'report-run': async ({ runId }) => {
      const paths = store.find(runId);
      if (!paths) return { run: null };
      if (!(await registry.findHold(paths))) await registry.recover(paths);
      const lives = copyLives(paths);
      return { run: readJournal(paths).report(runId), ...(lives !== undefined && { copyLives: lives }) };
    },
    'dump-checkpoint': async (request) => startCheckpointDump(registry, requireCriu(context.criuPath), request),
    'restore-checkpoint': async (request) => startCheckpointRestore(registry, requireCriu(context.criuPath), request),
  };
};

/** Ends the hold process of a run, which needs it no longer, and does the rest in its place. */
const actAlone = async <T>(
  registry: RunRegistry,
  paths: RunPaths,
  epoch: number,
  act: (context: HoldContext) => Promise<T>,
): Promise<T> => {
  await registry.endHold(paths);
  registry.context.relays?.end(paths.runId);
  const acting = registry.actingContext(paths);
  try {
    acting.journal.checkEpoch(epoch);
    return await act(acting);
  } finally {
    acting.journal.close();
  }
};
