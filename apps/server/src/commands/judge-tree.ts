import { questionsFor } from '@godwit/domain/comparison';
import type { FactBundle } from '@godwit/domain/facts';
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
  const request = { pid, startTimeTicks, forMove };
  const { bundle: source } = await agents.call(sourceHostId, 'collect-facts', request, { timeoutMs: factsTimeoutMs });
  try {
    const destination = forMove ? await askDestination(agents, tree, source) : null;
    const verdict = judge({ source, ...(destination === null ? {} : { destination }), purpose, serviceAddress });
    return { verdict, source, destination };
  } finally {
    await removeNonces(agents, sourceHostId, source);
  }
};

const askDestination = async (
  agents: AgentLink,
  { destinationHostId }: TreeToJudge,
  { tree, nonces }: FactBundle,
): Promise<FactBundle | null> => {
  if (destinationHostId === null || tree === undefined) return null;
  const questions = questionsFor(tree, nonces ?? []);
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
