import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reload, removeDropIn, type Systemd, showUnit } from './systemd-unit.ts';

export interface AdoptedCopy {
  unit: string;
  /** Root of the copy on this host. */
  pid: number;
  runId: string;
  /** Directory for the PID file; only root may write there, or systemd does not believe it (systemd.service(5), PIDFile=). */
  runDirectory: string;
}

/**
 * Makes the unit of the same name on this host the owner of a copy that runs already: for one start its type is `forking`
 * with a PID file that names the copy and a command that does nothing, so that systemd takes the copy for its main process;
 * then the unit is as it was, restart included.
 *
 * @returns what came of it, as a sentence
 */
export const adoptUnit = async (systemd: Systemd, { unit, pid, runId, runDirectory }: AdoptedCopy): Promise<string> => {
  const before = await showUnit(systemd, unit, 'LoadState', 'ActiveState');
  if (before.LoadState !== 'loaded') return `This host has no unit ${unit}: nobody starts the workload again here.`;
  if (before.ActiveState === 'active') return `${unit} is active here already, so the copy was not given to it.`;
  const pidFile = path.join(runDirectory, `${unit}.pid`);
  const dropIn = path.join(systemd.runtime, `${unit}.d`, `zz-godwit-adopt-${runId}.conf`);
  mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
  mkdirSync(path.dirname(dropIn), { recursive: true });
  try {
    writeFileSync(pidFile, `${pid}\n`, { mode: 0o644 });
    writeFileSync(dropIn, adoptingText(pidFile));
    await reload(systemd, unit);
    await systemd.systemctl('start', '--', unit);
  } finally {
    removeDropIn(dropIn);
    await reload(systemd, unit);
    rmSync(pidFile, { force: true });
  }
  const after = await showUnit(systemd, unit, 'ActiveState', 'MainPID');
  return after.MainPID === String(pid)
    ? `${unit} has adopted the copy as its main process ${pid}.`
    : `${unit} did not adopt the copy (it is ${after.ActiveState ?? 'unknown'}): nobody starts the workload again here.`;
};

const adoptingText = (pidFile: string): string => `# Written by Godwit for one start; removed right after it.
[Service]
Type=forking
PIDFile=${pidFile}
ExecCondition=
ExecStartPre=
ExecStart=
ExecStart=/bin/true
ExecStartPost=
`;
