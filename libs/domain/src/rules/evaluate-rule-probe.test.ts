import { buildBundle, buildFd, buildMatrix, buildTask } from '@godwit/test-kit';
import { expect, it } from 'vitest';
import { known, type ProbeOutcome } from '../facts/index.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { flattenFacts } from './flatten-facts.ts';
import { ioUring } from './io-uring.ts';

const ring = buildFd({ kind: 'anon-inode', anonInode: 'io_uring', link: 'anon_inode:[io_uring]' });
const findingsWhere = (outcome?: ProbeOutcome) => {
  const host = outcome === undefined ? {} : { capabilityMatrix: known(buildMatrix({ 'io-uring': outcome })) };
  const facts = flattenFacts(buildBundle({ host, tree: { tasks: [buildTask({ fds: [ring] })] } }));
  return evaluateRule(ioUring, facts, { purpose: 'here', serviceAddress: null }).map(({ id }) => id);
};

it.each([
  [undefined, 1],
  ['not-run', 1],
  ['dump-refused', 1],
  ['lost', 1],
  ['works', 0],
] as const)('a finding whose probe was %s is made %i times', (outcome, times) => {
  expect(findingsWhere(outcome)).toHaveLength(times);
});
