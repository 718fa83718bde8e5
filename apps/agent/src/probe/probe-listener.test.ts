import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, readTask } from '@godwit/criu-driver';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answersItsToken, killProbeListener, startProbeListener } from './probe-listener.ts';

let folder: string;
let agent: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-listener-'));
  agent = spawn('/bin/sleep', ['60'], { stdio: 'ignore' });
});
afterEach(() => {
  agent.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('answers while its agent lives, and ends soon after an agent that was killed', async () => {
  const listener = await startProbeListener(folder, 'a-token', readTask(agent.pid ?? 0));
  const task = readTask(listener.pid);
  if (!task) throw new Error('the listener is not there');
  try {
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await answersItsToken(listener)).toBe(true);
    agent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(task)).toBe(false), { timeout: 5000, interval: 50 });
  } finally {
    killProbeListener(listener);
  }
}, 20_000);
