import type { CommandType } from '@godwit/agent-protocol';
import type { Verb } from './policy.ts';

/**
 * What each command needs. null: it brings a run to its end that was allowed to begin. Taking these back in the middle would
 * strand a frozen workload.
 */
export const neededVerbs: Record<CommandType, Verb | null> = {
  'list-workloads': 'look',
  'collect-facts': 'look',
  'answer-questions': 'look',
  'explore-images': 'look',
  'remove-nonces': null,
  // Probes are programs of the agent's own; nobody's processes are touched.
  'run-probes': 'look',
  'cancel-probes': null,
  'open-run': null,
  'prepare-source': 'send',
  'prepare-destination': 'receive',
  'dump-checkpoint': 'dump',
  'restore-checkpoint': 'restore',
  'start-dump': null,
  'start-restore': null,
  'commit-source': null,
  'discard-copy': null,
  'drop-address': null,
  'give-source-back': null,
  'prove-copy': null,
  'release-copy': null,
  'report-run': null,
  'sweep-run': null,
};
