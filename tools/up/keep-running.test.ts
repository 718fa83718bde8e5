import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { identifyProcess, isSameProcess } from './instance-record.mjs';
import { keepRunning } from './keep-running.mjs';

async function startSleeper() {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  return identifyProcess(child.pid!)!;
}

describe('keepRunning', { timeout: 20_000 }, () => {
  it('starts a program again that was killed, and ends it for good when told', async () => {
    const notes: string[] = [];
    const kept = await keepRunning({
      name: 'The sleeper',
      start: startSleeper,
      note: (line: string) => notes.push(line),
    });
    const first = kept.current();
    process.kill(first.pid, 'SIGKILL');
    while (kept.current().pid === first.pid) await sleep(50);
    expect(isSameProcess(kept.current())).toBe(true);
    await kept.stop();
    await sleep(700);
    expect(isSameProcess(kept.current())).toBe(false);
    expect(notes).toEqual(['The sleeper ended; starting it again']);
  });

  it('fails when the first start fails', async () => {
    const start = () => Promise.reject(new Error('no such program'));
    await expect(keepRunning({ name: 'It', start, note: () => undefined })).rejects.toThrow('no such program');
  });
});
