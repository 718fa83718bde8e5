import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostmaster, parsePostmasterPid } from './postmaster-pid.mjs';

const recorded = ['5649', '/var/lib/godwit/postgres/data', '1763888000', '5432', '/run/godwit', '', ' 2 3', 'ready   '];

describe('postmaster.pid', () => {
  it('gives pid, socket folder and status', () => {
    const entry = parsePostmasterPid(recorded.join('\n'));
    expect(entry).toEqual({ pid: 5649, socketDir: '/run/godwit', status: 'ready' });
  });

  it('is nothing while half written', () => {
    expect(parsePostmasterPid('')).toBeUndefined();
    expect(parsePostmasterPid('5649')?.status).toBe('');
  });

  it('is stale when its pid belongs to a process that is no Postgres of that folder', () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-pid-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const lines = [String(process.pid), ...recorded.slice(1)];
    writeFileSync(path.join(dataDir, 'postmaster.pid'), lines.join('\n'));
    expect(findPostmaster(dataDir)).toBeUndefined();
  });
});
