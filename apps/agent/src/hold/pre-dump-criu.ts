import path from 'node:path';
import { parseLogLine, preDumpArguments } from '@godwit/criu-driver';
import { roundDirectory } from '../channel/round-names.ts';
import { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import { makeRunCgroup } from './holding-cgroups.ts';

interface PreDumpStart {
  criuPath: string;
  options: readonly string[];
  pid: number;
  round: number;
  /** Every line of its log, without the time stamp. */
  onLine: (text: string) => void;
}

/** From here on the tree runs, and CRIU only writes (CRIU 4.2.1). */
export const isUnfreezeLine = (text: string): boolean => /^Pre-dumping tasks' memory/.test(text);

/** Starts `criu pre-dump` in a cgroup of its own. Its phases are none of the run's: nothing stands still for the move yet. */
export const startPreDumpCriu = (context: HoldContext, start: PreDumpStart): CriuProcess => {
  const { paths, journal, progress } = context;
  const { criuPath, options, pid, round, onLine } = start;
  const cgroupDir = makeRunCgroup('criu', paths.runId);
  if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
  const log = `pre-dump-${round}.log`;
  const argv = preDumpArguments({
    criuPath,
    imagesDir: path.join(paths.images, roundDirectory(round)),
    workDir: paths.work,
    options,
    pid,
    log,
    ...(round > 1 && { parent: `../${roundDirectory(round - 1)}` }),
  });
  const onLines = (lines: readonly string[]) => {
    progress.addLines(lines);
    for (const line of lines) onLine(parseLogLine(line).text);
  };
  return new CriuProcess({ argv, paths, logName: log, cgroupDir, onLines });
};
