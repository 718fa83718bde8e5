import path from 'node:path';
import { parseLogLine, restoreArguments, restoreLog, restorePhaseOf, trackPhases } from '@godwit/criu-driver';
import { restorePhases } from '@godwit/domain/criu';
import type { PlacedContainer } from '../containers/place-bundle.ts';
import { restoreCommand } from '../containers/runtime-commands.ts';
import { stateInScene } from '../rehearsal/scene.ts';
import { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import { makeRunCgroup } from './holding-cgroups.ts';
import type { RunPaths } from './run-paths.ts';

interface RestoreStart {
  criuPath: string;
  options: readonly string[];
  imagesDir: string;
  /** The copy's own cgroup: CRIU is started inside, so that whatever it builds is born there. */
  cgroupDir: string | null;
  /** False where nobody decides whether the tasks may run. */
  held: boolean;
  /** In a rehearsal: the command line that runs CRIU's in its scene. */
  inScene?: (argv: readonly string[]) => string[];
  /** Its pages come later (post-copy). */
  lazyPages?: boolean;
  /** A container, which its runtime restores. */
  container?: PlacedContainer | null;
}

/** Starts `criu restore` and follows its log. */
export const startRestoreCriu = (context: HoldContext, start: RestoreStart): CriuProcess => {
  const { paths, progress } = context;
  const { criuPath, options, imagesDir, cgroupDir, inScene = (argv) => [...argv] } = start;
  const actionScript = start.held ? paths.hookScript : null;
  const parts = {
    criuPath,
    options,
    imagesDir,
    workDir: paths.work,
    actionScript,
    pidFile: onlyWritable(paths, start),
    lazyPages: start.lazyPages === true,
  };
  const enterPhase = trackPhases(restorePhases, (phase) => progress.enterPhase(phase));
  const onLines = (lines: readonly string[]) => {
    progress.addLines(lines);
    for (const line of lines) enterPhase(restorePhaseOf(parseLogLine(line).text));
  };
  if (start.container && start.inScene)
    return startRuntimeInScene(context, start.container, { ...parts, onLines, inScene, cgroupDir });
  if (start.container) return startRuntime(context, start.container, { ...parts, onLines });
  return new CriuProcess({ argv: inScene(restoreArguments(parts)), paths, logName: restoreLog, cgroupDir, onLines });
};

/** From a scene only the directory of CRIU's log can be written. */
const onlyWritable = (paths: RunPaths, { inScene }: RestoreStart): string =>
  inScene ? path.join(paths.work, 'root.pid') : paths.rootPid;

type RuntimeStart = Parameters<typeof restoreCommand>[2] & { onLines: (lines: readonly string[]) => void };

/** Apart from the container: its runtime puts it into its own cgroup. */
const startRuntime = (
  { paths, journal }: HoldContext,
  container: PlacedContainer,
  start: RuntimeStart,
): CriuProcess => {
  // conmon stays as long as the container.
  const cgroupDir = makeRunCgroup(container.runtime === 'podman' ? 'copies' : 'criu', paths.runId);
  if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
  const runtime = restoreCommand(paths, container, start);
  const { onLines } = start;
  return new CriuProcess({ argv: runtime.argv, paths, logName: restoreLog, cgroupDir, onLines, runtime });
};

/** In a rehearsal: the runtime knows nothing but this container, and all of it lives in the copy's cgroup, below which it makes the container's. */
const startRuntimeInScene = (
  { paths }: HoldContext,
  container: PlacedContainer,
  { inScene, cgroupDir, ...start }: RuntimeStart & Required<Pick<RestoreStart, 'inScene' | 'cgroupDir'>>,
): CriuProcess => {
  const runtime = restoreCommand(paths, container, { ...start, stateDir: stateInScene });
  const { onLines } = start;
  return new CriuProcess({ argv: inScene(runtime.argv), paths, logName: restoreLog, cgroupDir, onLines, runtime });
};
