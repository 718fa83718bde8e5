import { throughRuntime } from '@godwit/domain/comparison';
import { GodwitError } from '@godwit/domain/errors';
import { bundleVersion, type FactBundle, type HostFacts, type TreeFacts } from '@godwit/domain/facts';
import { collectTree, removeNonces, writableDirectories, writeNonces } from '@godwit/host-facts';
import type { CommandHandler } from '../agent-context.ts';
import { readDataDirectories } from '../files/own-data-directories.ts';
import { listRefusals } from '../files/own-refusals.ts';
import type { HostReader } from '../observation/host-reader.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';

/** Longest time one reading may take; it is given up, never prolonged. */
const deadlineMs = 45_000;
/** The server removes nonces when it has the answers; if it died meanwhile, this agent does. */
const nonceLifeMs = 5 * 60_000;

/** Reads host and tree without stopping any process of it. */
export const createCollectFacts =
  (hosts: HostReader): CommandHandler<'collect-facts'> =>
  async ({ pid, startTimeTicks, forMove, dataDirectories = [] }) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const [host, tree] = await Promise.all([hosts.read(), collectTree({ pid, hash: forMove, signal })]);
    requireSameProcess(tree, startTimeTicks);
    if (!forMove) return { bundle: bundleOf(host, tree) };
    const whole = { ...tree, dataDirectories: await readDataDirectories(pid, dataDirectories, signal) };
    const nonces = await writeForgottenNonces(whole);
    const neverTravel = listRefusals(readPolicy(policyFile).policy, whole);
    return { bundle: { ...bundleOf(host, whole), nonces, neverTravel } };
  };

const bundleOf = (host: HostFacts, tree: TreeFacts): FactBundle => ({
  format: 'godwit-facts',
  version: bundleVersion,
  collectedAt: new Date().toISOString(),
  host,
  tree,
});

const writeForgottenNonces = async (tree: TreeFacts): Promise<NonNullable<FactBundle['nonces']>> => {
  const declared = tree.dataDirectories?.known ? tree.dataDirectories.value : [];
  const data = declared.filter(({ found }) => found === 'directory').map(({ path }) => path);
  const { nonces } = await writeNonces([...writableDirectories(throughRuntime(tree)), ...data]);
  setTimeout(() => void removeNonces(nonces).catch(() => undefined), nonceLifeMs).unref();
  return nonces;
};

/** A pid may have been given to another process since the caller saw it. */
const requireSameProcess = (tree: TreeFacts, startTimeTicks: number | null): void => {
  const root = tree.tasks.find((task) => task.pid === tree.rootPid);
  if (startTimeTicks === null || root?.startTimeTicks === startTimeTicks) return;
  throw new GodwitError({
    code: 'process-changed',
    message: `Process ${tree.rootPid} is not the one that was asked about: it was started at another time, so its pid was given to a new process.`,
    remedy: 'Look at the list of workloads again and choose the process that runs now.',
  });
};
