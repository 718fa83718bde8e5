import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../harness/process-identity.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { followStage, readStates } from '../kill/read-journal.mjs';

const deadline = { timeoutMs: 120_000, everyMs: 1 };

/**
 * SIGKILL of each part of a rehearsal that has something in its hands just then.
 *
 * @param {import('../harness/start-installation.mjs').Installation} installation
 * @returns {Record<string, (run: { runId: string, source: string, destination: string }) => Promise<void>>}
 */
export function podmanStrikes({ agents, lab }) {
  const reaches = async (host, runId, state) => {
    const { runsDir } = agents[host];
    const isThere = () => readStates(runsDir, runId).includes(state);
    await waitUntil(isThere, { ...deadline, what: `${state} on ${host}` });
  };
  /** The source is in its hook for some milliseconds, in which nothing else of this program may be in the way: it is looked for without a break. */
  const reachesHook = async (host, runId) => {
    await reaches(host, runId, 'dumping');
    const stage = followStage(agents[host].runsDir, runId, 'dump');
    for (const end = performance.now() + 20_000; stage() !== 'post-dump'; )
      if (performance.now() > end) throw new Error(`The dump on ${host} did not come to its hook.`);
  };
  const killIn = (host, kind, runId, isMeant = () => true) => {
    const { cgroupDir } = lab.hosts.find((one) => one.name === host);
    const dir = path.join(cgroupDir, 'godwit', kind, runId);
    const pids = listPids(dir).filter(isMeant);
    if (pids.length === 0) throw new Error(`There was nothing to kill in ${dir} of ${host}.`);
    for (const pid of pids) killQuietly(pid);
  };
  const killAgent = async (host) => {
    if (!agents[host].kill()) throw new Error(`There was no agent to kill on ${host}.`);
    await waitUntil(() => !isAlive(agents[host].process), { ...deadline, what: `the end of the agent on ${host}` });
  };
  return {
    'CRIU of the source, in its hook': async ({ runId, source }) => {
      await reachesHook(source, runId);
      killIn(source, 'criu', runId, isCriu);
    },
    'hold process of the source, while CRIU dumps,': async ({ runId, source }) => {
      await reaches(source, runId, 'dumping');
      killIn(source, 'holds', runId);
    },
    'agent of the source, while CRIU dumps,': async ({ runId, source }) => {
      await reaches(source, runId, 'dumping');
      await killAgent(source);
    },
    'CRIU of the destination, with the copy built,': async ({ runId, destination }) => {
      await reaches(destination, runId, 'held');
      killIn(destination, 'copies', runId, isCriu);
    },
    'hold process of the destination, with the copy built,': async ({ runId, destination }) => {
      await reaches(destination, runId, 'held');
      killIn(destination, 'holds', runId);
    },
    'agent of the destination, with the copy built,': async ({ runId, destination }) => {
      await reaches(destination, runId, 'held');
      await killAgent(destination);
    },
  };
}

const listPids = (dir) => {
  const inner = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const own = readFileSync(path.join(dir, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  return [...own, ...inner.flatMap((entry) => listPids(path.join(dir, entry.name)))];
};

/** CRIU may have been started through a loader, so its name can stand in any of the first words; what a runtime starts calls itself "criu: dump --rpc". */
const isCriu = (pid) => {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 5);
    return words.some((word) => /(^|\/)criu$|^criu: /.test(word));
  } catch {
    return false;
  }
};

const killQuietly = (pid) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, as its children do.
  }
};
