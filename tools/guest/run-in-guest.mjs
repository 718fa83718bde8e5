import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../workspace/root.mjs';
import { guestCacheDir, installGuest } from './guest-prefix.mjs';
import { buildInitramfs } from './initramfs.mjs';
import { qemuArgv, qemuEnvironment } from './qemu-argv.mjs';
import { watchGuest } from './watch-guest.mjs';

/** Directories of which the guest has its own, empty ones. */
const replacedDirs = ['/tmp', '/run', '/var/lib/godwit'];

/**
 * Runs one command in a guest of its own, whose output goes to this process's standard output while it runs.
 *
 * @param {ReturnType<typeof import('./guest-arguments.mjs').readGuestArguments> & { cwd: string, log: (line: string) => void }} job
 * @returns {Promise<number>} the command's exit code. Throws when the guest did not boot, did not say how the command
 *   ended, or passed its deadline.
 */
export async function runInGuest({ command, env, cwd, take, log, ...machine }) {
  const prefix = await installGuest({ log });
  const work = mkdtempSync(path.join(os.tmpdir(), 'godwit-guest-'));
  const files = { initrd: 'initrd', consoleFile: 'console', statusFile: 'status' };
  for (const name of Object.keys(files)) files[name] = path.join(work, files[name]);
  const tidy = () => rmSync(work, { recursive: true, force: true });
  // A signal ends the process without coming back here.
  process.once('exit', tidy);
  try {
    for (const { host } of take) mkdirSync(host, { recursive: true, mode: 0o700 });
    const job = { argv: commandLine(command, env, cwd), keep: listKept(cwd), take };
    writeFileSync(files.initrd, buildInitramfs(prefix, job));
    const argv = qemuArgv(prefix, { ...machine, ...files, take });
    return await watchGuest({ argv, env: qemuEnvironment(prefix), ...files, deadlineMs: machine.deadlineMs });
  } finally {
    process.off('exit', tidy);
    tidy();
  }
}

/** env(1) sets the surroundings, so that nothing of the command passes through a shell's eyes. */
function commandLine(command, env, cwd) {
  const search = `${path.dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  const surroundings = { PATH: search, HOME: '/root', LANG: 'C.UTF-8', GODWIT_GUEST: '1', ...env };
  const settings = Object.entries(surroundings).map(([name, value]) => `${name}=${value}`);
  return ['/usr/bin/env', '-i', '-C', cwd, ...settings, ...command];
}

/** What the command works with, where the guest's own empty directories would hide it. */
function listKept(cwd) {
  const needed = [repositoryRoot, cwd, path.dirname(process.execPath), guestCacheDir()].filter((dir) =>
    existsSync(dir),
  );
  const hidden = [...needed, ...needed.map((dir) => realpathSync(dir))].filter((dir) =>
    replacedDirs.some((replaced) => dir.startsWith(`${replaced}/`)),
  );
  return [...new Set(hidden)];
}
