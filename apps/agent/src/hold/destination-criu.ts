import { parseLogLine, restoreArguments, restoreLog, restorePhaseOf, trackPhases } from '@godwit/criu-driver';
import { restorePhases } from '@godwit/domain/criu';
import { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';

interface RestoreStart {
  criuPath: string;
  options: readonly string[];
  imagesDir: string;
  /** The copy's own cgroup: CRIU is started inside, so that whatever it builds is born there. */
  cgroupDir: string | null;
  /** False where nobody decides whether the tasks may run. */
  held: boolean;
}

/** Starts `criu restore` and follows its log. */
export const startRestoreCriu = (context: HoldContext, start: RestoreStart): CriuProcess => {
  const { paths, progress } = context;
  const { criuPath, options, imagesDir, cgroupDir } = start;
  const actionScript = start.held ? paths.hookScript : null;
  const parts = { criuPath, options, imagesDir, workDir: paths.work, actionScript, pidFile: paths.rootPid };
  const enterPhase = trackPhases(restorePhases, (phase) => progress.enterPhase(phase));
  const onLines = (lines: readonly string[]) => {
    progress.addLines(lines);
    for (const line of lines) enterPhase(restorePhaseOf(parseLogLine(line).text));
  };
  return new CriuProcess({ argv: restoreArguments(parts), paths, logName: restoreLog, cgroupDir, onLines });
};
