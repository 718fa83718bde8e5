import { questionsFor, throughRuntime } from '@godwit/domain/comparison';
import type { FactBundle } from '@godwit/domain/facts';
import { neededPlaces, noWish, type StagingWish } from '@godwit/domain/file-plan';
import { judge, type Purpose, type Verdict } from '@godwit/domain/verdict';
import type { AgentLink } from '../agent-gateway/agent-link.ts';

/** Hashing the files of a large tree on a slow disk takes its time. */
const factsTimeoutMs = 120_000;

export interface TreeToJudge {
  sourceHostId: string;
  destinationHostId: string | null;
  purpose: Purpose;
  pid: number;
  startTimeTicks: number;
  serviceAddress: string | null;
  /** What a person said about the files of a move. */
  staging?: StagingWish;
  /** On a second look: the run whose staged files count, and only as far as the destination has them. */
  stagedRun?: string;
}

export interface JudgedTree {
  verdict: Verdict;
  source: FactBundle;
  destination: FactBundle | null;
}

/** Reads a tree on its host, for a move also what the destination says about it, and judges. */
export const judgeTree = async (agents: AgentLink, tree: TreeToJudge): Promise<JudgedTree> => {
  const { sourceHostId, pid, startTimeTicks, purpose, serviceAddress } = tree;
  const forMove = purpose === 'move';
  const staging = tree.staging ?? noWish;
  const request = { pid, startTimeTicks, forMove, ...(forMove && { dataDirectories: staging.directories }) };
  const { bundle: source } = await agents.call(sourceHostId, 'collect-facts', request, { timeoutMs: factsTimeoutMs });
  try {
    const destination = forMove ? await askDestination(agents, tree, source) : null;
    const given = destination === null ? {} : { destination };
    const verdict = judge({ source, ...given, purpose, serviceAddress, throughRuntime: true, staging });
    return { verdict, source, destination };
  } finally {
    await removeNonces(agents, sourceHostId, source);
  }
};

const askDestination = async (
  agents: AgentLink,
  { destinationHostId, stagedRun }: TreeToJudge,
  { tree, nonces }: FactBundle,
): Promise<FactBundle | null> => {
  if (destinationHostId === null || tree === undefined) return null;
  const questions = {
    ...questionsFor(throughRuntime(tree), nonces ?? []),
    filePlaces: neededPlaces(tree),
    ...(stagedRun !== undefined && { stagedRun }),
  };
  const { bundle } = await agents.call(
    destinationHostId,
    'answer-questions',
    { questions },
    { timeoutMs: factsTimeoutMs },
  );
  return bundle;
};

/** Whatever happened in between, the little files go. A host that cannot be told removes them itself when it starts. */
const removeNonces = async (agents: AgentLink, hostId: string, { nonces }: FactBundle): Promise<void> => {
  if (nonces === undefined || nonces.length === 0) return;
  await agents.call(hostId, 'remove-nonces', { nonces }).catch(() => undefined);
};
