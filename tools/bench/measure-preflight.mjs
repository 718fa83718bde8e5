import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../e2e/harness/wait-until.mjs';
import { preflightMove } from '../../e2e/kill/move-workload.mjs';
import { execOn, spawnOn } from '../lab/index.mjs';
import { cpuTimeMs } from './cpu-time.mjs';
import { readDumpStatistics } from './dump-statistics.mjs';

const name = 'bench-ticker';
const memoryMib = 64;
const ticker = fileURLToPath(new URL('./ticker.py', import.meta.url));

/**
 * What a check of a tree costs, against what CRIU costs the same tree; and, by the tree's own clock, whether either stopped it.
 *
 * @param {import('../../e2e/harness/start-installation.mjs').Installation} installation
 * @param {{ criuPath: string, rounds: number }} options
 */
export async function measurePreflight(installation, { criuPath, rounds }) {
  const target = await startTicker(installation);
  try {
    const quiet = await gapsDuring(target, () => sleep(rounds * 300));
    const checks = [];
    const checked = await gapsDuring(target, async () => {
      for (let round = 0; round < rounds; round += 1) checks.push(await checkOnce(installation));
    });
    const dumps = [];
    const dumped = await gapsDuring(target, async () => {
      for (let round = 0; round < rounds; round += 1) dumps.push(await dumpOnce(installation, target, criuPath, round));
    });
    return { checks, dumps, longestGapMs: { quiet, checked, dumped } };
  } finally {
    await target.stop();
  }
}

async function startTicker({ lab }) {
  const shared = path.join(lab.sharedDir, 'bench');
  mkdirSync(shared, { recursive: true });
  const gapFile = path.join(shared, 'gaps');
  rmSync(gapFile, { force: true });
  const argv = ['/usr/bin/python3', ticker, '/srv/shared/bench/gaps', String(memoryMib)];
  const cgroup = `/workloads/${name}`;
  const definition = JSON.stringify({ name, argv, cgroup });
  const host = lab.hosts[0];
  const definitionFile = `/etc/godwit/workloads.d/${name}.json`;
  await execOn(lab.set, host.name, ['tee', definitionFile], { stateDir: lab.stateDir, input: definition });
  const started = await spawnOn(lab.set, host.name, argv, {
    logFile: '/srv/shared/bench/ticker.log',
    cgroup,
    stateDir: lab.stateDir,
  });
  // The random memory has to be there before anything is measured.
  await sleep(1500);
  return {
    ...started,
    gapFile,
    async stop() {
      writeFileSync(path.join(host.cgroupDir, cgroup, 'cgroup.kill'), '1');
      await execOn(lab.set, host.name, ['rm', '-f', definitionFile], { stateDir: lab.stateDir });
    },
  };
}

/** The longest gap in the ticker's own time, in milliseconds, while something is done; 0 when none was worth noting. */
async function gapsDuring({ gapFile }, work) {
  const from = Date.now();
  await work();
  await sleep(100);
  const lines = existsSync(gapFile) ? readFileSync(gapFile, 'utf8').trim().split('\n') : [];
  const gaps = lines.map((line) => line.split(' ').map(Number)).filter(([at]) => at >= from);
  return gaps.reduce((longest, [, gap]) => Math.max(longest, gap), 0);
}

async function checkOnce(installation) {
  const agents = ['lab-a', 'lab-b'].map((host) => installation.agents[host].process.pid);
  const pids = [...agents, installation.server.process.pid];
  const [cpuBefore, startedAt] = [cpuTimeMs(pids), performance.now()];
  const preflight = await preflightMove(installation.api, name, 'lab-a', 'lab-b');
  const wallMs = performance.now() - startedAt;
  return { wallMs, cpuMs: cpuTimeMs(pids) - cpuBefore, readingMs: preflight.verdict.facts.durationMs };
}

async function dumpOnce({ lab }, { insidePid }, criuPath, round) {
  const images = path.join(lab.stateDir, `bench-dump-${round}`);
  const inLab = { stateDir: lab.stateDir };
  await execOn(lab.set, 'lab-a', ['mkdir', '-p', images], inLab);
  const startedAt = performance.now();
  const options = [`--tree=${insidePid}`, `--images-dir=${images}`, '--log-file=dump.log', '--manage-cgroups=ignore'];
  const result = await execOn(lab.set, 'lab-a', [criuPath, 'dump', ...options, '--leave-running'], inLab);
  const wallMs = performance.now() - startedAt;
  if (result.code !== 0) throw new Error(`criu dump failed: ${result.stderr}`);
  const outside = path.join(lab.hosts[0].diskDir, 'state', `bench-dump-${round}`);
  const { frozenUs } = await waitUntil(() => readDumpStatistics(path.join(outside, 'stats-dump')), {
    timeoutMs: 2000,
    what: "CRIU's statistics",
  });
  rmSync(outside, { recursive: true, force: true });
  return { wallMs, frozenMs: frozenUs / 1000 };
}
