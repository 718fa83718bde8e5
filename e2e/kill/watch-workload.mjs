import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const judge = fileURLToPath(new URL('../judge/judge.mjs', import.meta.url));

/**
 * Lets the judge watch a workload in a process of its own, so that nothing we do keeps it from looking.
 *
 * @returns {Promise<{ end: () => Promise<import('../judge/watch-copies.mjs').WatchReport> }>} once it looks
 */
export async function watchWorkload(labDir, workload, periodMs = 15) {
  // The judge goes first: on a busy machine it must not look away while others work.
  const child = spawn('nice', ['-n', '-15', process.execPath, judge, 'watch', labDir, workload, String(periodMs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    child.stderr.once('data', resolve);
    child.once('error', reject);
  });
  return {
    async end() {
      child.kill('SIGTERM');
      await ended;
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    },
  };
}
