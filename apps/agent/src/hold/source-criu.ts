import {
  dumpArguments,
  dumpLog,
  dumpPhaseOf,
  hasNft,
  isSeizeLine,
  parseLogLine,
  trackPhases,
} from '@godwit/criu-driver';
import { dumpPhases } from '@godwit/domain/criu';
import type { ContainerRecord } from '../containers/container-target.ts';
import { checkpointCommand } from '../containers/runtime-commands.ts';
import { bootMs } from './boot-clock.ts';
import { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import { makeRunCgroup } from './holding-cgroups.ts';
import { type PageSocket, pageDescriptors } from './page-socket.ts';
import { lockNamesIn } from './source-dump.ts';

export interface DumpStart {
  criuPath: string;
  pid: number;
  options: readonly string[];
  leaveRunning: boolean;
  /** Called once, when the first task stands still, with the time on the boot clock. */
  onSeized: (atBootMs: number) => void;
  /** In post-copy: pages stay with the tree until they are asked for. No hook holds CRIU then. */
  pages?: PageSocket | null;
  /** In pre-copy: the directory of the last round. */
  parent?: string | undefined;
  /** A container, which its runtime dumps. */
  container?: ContainerRecord | null;
}

/** Starts `criu dump` in a cgroup of its own and follows its log. */
export const startDumpCriu = (context: HoldContext, start: DumpStart): CriuProcess => {
  const { paths, journal, progress } = context;
  const cgroupDir = makeRunCgroup('criu', paths.runId);
  if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
  const { images: imagesDir, work: workDir, hookScript: actionScript } = paths;
  const { criuPath, pid, options, leaveRunning } = start;
  const networkLock = hasNft() ? ('nftables' as const) : ('iptables' as const);
  const pages = start.pages ? { pageServer: pageDescriptors, actionScript: null } : { actionScript };
  const upon = start.parent === undefined ? {} : { parent: start.parent };
  const parts = { criuPath, imagesDir, workDir, options, pid, leaveRunning, networkLock, ...pages, ...upon };
  const enterPhase = trackPhases(dumpPhases, (phase) => progress.enterPhase(phase));
  let seized = false;
  const onLines = (lines: readonly string[]) => {
    progress.addLines(lines);
    for (const line of lines) {
      const { text, atUs } = parseLogLine(line);
      enterPhase(dumpPhaseOf(text));
      // Started by a runtime, CRIU takes a second id when it is told what to do.
      const names = seized ? null : lockNamesIn(text);
      if (names) journal.making({ type: 'criu-lock', names });
      if (!seized && isSeizeLine(text)) {
        seized = true;
        start.onSeized(bootMs() - msUntilLast(lines, atUs));
      }
    }
  };
  const { container = null } = start;
  const runtime = container === null ? undefined : checkpointCommand(paths, container, parts);
  const argv = runtime?.argv ?? dumpArguments(parts);
  const descriptors = start.pages?.inherited;
  const criu = new CriuProcess({
    argv,
    paths,
    logName: dumpLog,
    cgroupDir,
    onLines,
    descriptors,
    ...(runtime && { runtime }),
  });
  start.pages?.started();
  return criu;
};

/** By CRIU's own clock: how long before the last of these lines, which was written just now, another one was. */
const msUntilLast = (lines: readonly string[], atUs: number | null): number => {
  const lastUs = lines.map((line) => parseLogLine(line).atUs).findLast((stamp) => stamp !== null);
  return atUs === null || lastUs == null ? 0 : Math.max(0, (lastUs - atUs) / 1000);
};
