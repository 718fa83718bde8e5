import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readDumpStatistics } from './dump-statistics.mjs';
import { startTree } from './start-tree.mjs';

const run = promisify(execFile);
const godwit = fileURLToPath(new URL('../../node_modules/.bin/godwit', import.meta.url));
const large = { maxBuffer: 1 << 28 };

/**
 * For trees of several sizes: how long a preflight takes, how long CRIU freezes the same tree for a dump, and how long lsof
 * takes to list the open files of the same processes. One after the other, in the same run.
 *
 * @param {{ criuPath: string, rounds: number, sizes?: number[], note: (line: string) => void }} options
 */
export async function measureTreeSizes({ criuPath, rounds, sizes = [1, 10, 100, 1000], note }) {
  const results = [];
  for (const size of sizes) {
    note(`A tree of ${size} processes`);
    results.push({ size, ...(await measureTree(size, size > 100 ? Math.min(rounds, 3) : rounds, criuPath)) });
  }
  return results;
}

async function measureTree(size, rounds, criuPath) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'godwit-bench-'));
  const tree = await startTree(size, scratch);
  try {
    const measured = { wallMs: [], readingMs: [], frozenMs: [], lsofMs: [], fds: 0 };
    // The first start asks CRIU about itself and keeps the answer.
    await preflight(tree.pid, criuPath);
    for (let round = 0; round < rounds; round += 1) {
      const { wallMs, facts } = await preflight(tree.pid, criuPath);
      measured.wallMs.push(wallMs);
      measured.readingMs.push(facts.durationMs);
      measured.fds = facts.fds;
      measured.lsofMs.push(await timeLsof(tree.pids()));
      measured.frozenMs.push(await dumpOnce(tree.pid, path.join(scratch, `images-${round}`), criuPath));
    }
    return measured;
  } finally {
    for (const pid of tree.pids()) process.kill(pid, 'SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The command as a person would type it: start of the program, host facts, tree, judgement. */
async function preflight(pid, criuPath) {
  const startedAt = performance.now();
  const argv = [godwit, 'preflight', '--pid', String(pid), '--json', '--criu', criuPath];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  const wallMs = performance.now() - startedAt;
  const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (answer.facts === undefined) throw new Error(answer.error?.message ?? 'The preflight gave no facts.');
  return { wallMs, facts: answer.facts };
}

async function timeLsof(pids) {
  const startedAt = performance.now();
  // It ends with 1 when it could not look at everything.
  await run('lsof', ['-nP', '-p', pids.join(',')], large).catch((error) => {
    if (error.code !== 1) throw error;
  });
  return performance.now() - startedAt;
}

async function dumpOnce(pid, images, criuPath) {
  await run('mkdir', ['-p', images]);
  const options = [`--tree=${pid}`, `--images-dir=${images}`, '--log-file=dump.log', '--manage-cgroups=ignore'];
  await run(criuPath, ['dump', ...options, '--leave-running'], large);
  const { frozenUs } = readDumpStatistics(path.join(images, 'stats-dump'));
  rmSync(images, { recursive: true, force: true });
  return frozenUs / 1000;
}
