import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs an enrolment command as a person does: it is typed into a shell. Only the state directory is another one, so that
 * it does not meet an agent that this machine has already.
 */
export const runCopiedCommand = (command: string) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'godwit-enrolled-'));
  const logFile = path.join(folder, 'shell.log');
  const log = openSync(logFile, 'a', 0o600);
  const shell = spawn('/bin/sh', [], { stdio: ['pipe', log, log], detached: true });
  closeSync(log);
  shell.stdin?.end(`${command.replaceAll('/var/lib/godwit-agent', path.join(folder, 'agent'))}\n`);
  return {
    said: () => readFileSync(logFile, 'utf8'),
    async stop() {
      const alive = () => shell.exitCode === null && shell.signalCode === null;
      if (alive() && shell.pid) process.kill(-shell.pid, 'SIGTERM');
      for (let waited = 0; alive() && waited < 10_000; waited += 100) await sleep(100);
      if (alive() && shell.pid) process.kill(-shell.pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
