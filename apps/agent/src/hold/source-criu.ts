import { dumpArguments, dumpLog, dumpPhaseOf, isSeizeLine, parseLogLine, trackPhases } from '@godwit/criu-driver';
import { dumpPhases } from '@godwit/domain/criu';
import { bootMs } from './boot-clock.ts';
import { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import { makeRunCgroup } from './holding-cgroups.ts';
import { lockNamesIn } from './source-dump.ts';

export interface DumpStart {
  criuPath: string;
  pid: number;
  options: readonly string[];
  leaveRunning: boolean;
  networkLock: 'nftables' | 'iptables';
  /** Called once, when the first task stands still, with the time on the boot clock. */
  onSeized: (atBootMs: number) => void;
}

/** Starts `criu dump` in a cgroup of its own and follows its log. */
export const startDumpCriu = (context: HoldContext, start: DumpStart): CriuProcess => {
  const { paths, journal, progress } = context;
  const cgroupDir = makeRunCgroup('criu', paths.runId);
  if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
  const { images: imagesDir, work: workDir, hookScript: actionScript } = paths;
  const { criuPath, pid, options, leaveRunning, networkLock } = start;
  const parts = { criuPath, imagesDir, workDir, actionScript, options, pid, leaveRunning, networkLock };
  const enterPhase = trackPhases(dumpPhases, (phase) => progress.enterPhase(phase));
  let lockKnown = false;
  let seized = false;
  const onLines = (lines: readonly string[]) => {
    progress.addLines(lines);
    for (const line of lines) {
      const { text, atUs } = parseLogLine(line);
      enterPhase(dumpPhaseOf(text));
      const names = lockKnown ? null : lockNamesIn(text);
      if (names) {
        lockKnown = true;
        journal.making({ type: 'criu-lock', names });
      }
      if (!seized && isSeizeLine(text)) {
        seized = true;
        start.onSeized(bootMs() - msUntilLast(lines, atUs));
      }
    }
  };
  return new CriuProcess({ argv: dumpArguments(parts), paths, logName: dumpLog, cgroupDir, onLines });
};

/** By CRIU's own clock: how long before the last of these lines, which was written just now, another one was. */
const msUntilLast = (lines: readonly string[], atUs: number | null): number => {
  const lastUs = lines.map((line) => parseLogLine(line).atUs).findLast((stamp) => stamp !== null);
  return atUs === null || lastUs == null ? 0 : Math.max(0, (lastUs - atUs) / 1000);
};
