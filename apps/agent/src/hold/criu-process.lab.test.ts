import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  dumpArguments,
  killCgroup,
  makeCgroup,
  removeCgroup,
  restoreArguments,
  writeEnterScript,
} from '@godwit/criu-driver';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { CriuProcess, longestLogBytes } from './criu-process.ts';
import { makeRunCgroup } from './holding-cgroups.ts';
import { runPaths } from './run-paths.ts';
import { criuFailure } from './source-dump.ts';

const program = 'import os, time; memory = os.urandom(16 << 20); time.sleep(600)';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-circles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const startSleeper = async (): Promise<number> => {
  const child = spawn('/usr/bin/python3', ['-c', program], { stdio: 'ignore', detached: true, cwd: '/' });
  child.unref();
  await sleep(700);
  return child.pid ?? 0;
};

it('a CRIU that writes the same for ever, as over a pages image that was cut short, is ended with that reason', async () => {
  const paths = runPaths(folder, 'run');
  for (const dir of [paths.dir, paths.images, paths.work]) mkdirSync(dir, { recursive: true });
  writeEnterScript(paths.enterScript);
  const parts = {
    criuPath: inject('criuPath'),
    imagesDir: paths.images,
    workDir: paths.work,
    actionScript: null,
    options: [],
  };
  const pid = await startSleeper();
  const [criu = '', ...argv] = dumpArguments({ ...parts, pid, leaveRunning: false, networkLock: 'nftables' });
  execFileSync(criu, argv);
  truncateSync(path.join(paths.images, 'pages-1.img'), 8 << 20);

  const cgroupDir = makeRunCgroup('copies', path.basename(folder));
  if (cgroupDir) makeCgroup(cgroupDir);
  let lines = 0;
  const restore = new CriuProcess({
    argv: restoreArguments({ ...parts, pidFile: paths.rootPid }),
    paths,
    logName: 'restore.log',
    cgroupDir,
    onLines: (added) => {
      lines += added.length;
    },
  });
  const end = await restore.endWithin(60_000);
  if (cgroupDir) {
    killCgroup(cgroupDir);
    await removeCgroup(cgroupDir);
  }
  expect(end).toMatchObject({ signal: 'SIGKILL', why: expect.stringContaining('its log passed 256 MiB') });
  expect(criuFailure('restore', end ?? { code: 0, signal: null }, restore.lastLines).message).toMatch(
    /^criu restore was ended because its log passed 256 MiB/,
  );
  expect(lines).toBeGreaterThan(1000);
  // It goes on for the moment between two looks.
  expect(statSync(path.join(paths.work, 'restore.log')).size).toBeLessThan(2 * longestLogBytes);
}, 120_000);
