import type { FactBundle, TreeFacts } from '@godwit/domain/facts';
import { findFileRefusal, findNeverRefusal } from '../policy/allow-file.ts';
import type { Policy } from '../policy/policy.ts';

type Refusals = NonNullable<FactBundle['neverTravel']>;

/** What of a tree this host never lets travel: said beforehand, so that no move begins that would be refused. */
export const listRefusals = (policy: Policy, { files, dataDirectories }: TreeFacts): Refusals => {
  const named = files.known ? files.value.map(({ path }) => ({ path, reason: findNeverRefusal(policy, path) })) : [];
  const directories = dataDirectories?.known ? dataDirectories.value : [];
  const declared = directories.map(({ path, declaredBy }) => ({
    path,
    reason: declaredBy === 'person' ? findFileRefusal(policy, path) : findNeverRefusal(policy, path),
  }));
  return [...named, ...declared].flatMap(({ path, reason }) => (reason === null ? [] : [{ path, reason }]));
};
