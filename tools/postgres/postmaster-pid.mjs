import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Reads what a postmaster says about itself in postmaster.pid (format: src/include/utils/pidfile.h, Postgres 18).
 *
 * @returns {{ pid: number, socketDir: string, status: 'starting' | 'stopping' | 'ready' | 'standby' | '' } | undefined}
 *   undefined when the file is not there or half written
 */
export function parsePostmasterPid(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, socketDir: lines[4] ?? '', status: lines[7] ?? '' };
}

/** The live postmaster of a data directory, or undefined when none runs (a stale file is none). */
export function findPostmaster(dataDir) {
  const entry = readPostmasterPid(dataDir);
  return entry && isPostmaster(entry.pid, dataDir) ? entry : undefined;
}

function readPostmasterPid(dataDir) {
  try {
    return parsePostmasterPid(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

// A pid in a stale file may belong to somebody else by now: it counts only if it is a postgres working in this folder.
function isPostmaster(pid, dataDir) {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === path.resolve(dataDir);
  } catch {
    return false;
  }
}
