import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const script = path.join(import.meta.dirname, '../../tools/up/up.mjs');
const readyLine = /Godwit runs at (\S+?),? (?:first administrator: (\S+) )?\(/;
const readyMs = 8 * 60_000;
const stopMs = 60_000;

export interface RunningUp {
  url: string;
  setupLink: string;
  stop: () => Promise<void>;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const stopGroup = async (child: ChildProcess) => {
  if (hasEnded(child) || !child.pid) return;
  process.kill(-child.pid, 'SIGINT');
  for (let waited = 0; waited < stopMs && !hasEnded(child); waited += 200) await sleep(200);
  if (!hasEnded(child)) process.kill(-child.pid, 'SIGKILL');
};

/**
 * Starts what `npm run up` starts, as a process group of its own, and waits for its line with the address.
 *
 * @throws when it ends before that, with everything it said
 */
export const runUp = async (env: NodeJS.ProcessEnv): Promise<RunningUp> => {
  const child = spawn(process.execPath, [script], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  for (let waited = 0; waited < readyMs && !hasEnded(child); waited += 200) {
    const [line, url, setupLink] = readyLine.exec(said) ?? [];
    if (line && url) return { url, setupLink: setupLink ?? '', stop: () => stopGroup(child) };
    await sleep(200);
  }
  await stopGroup(child);
  throw new Error(`The portal did not start. It said:\n${said}`);
};
