import type { CommandType } from '@godwit/agent-protocol';
import type { Verb } from './policy.ts';

/**
 * What each command needs. null: it brings a run to its end that was allowed to begin. Taking these back in the middle would
 * strand a frozen workload.
 */
export const neededVerbs: Record<CommandType, Verb | null> = {
  'list-stage-hooks': 'look',
  'list-workloads': 'look',
  'collect-facts': 'look',
  'answer-questions': 'look',
  'explore-images': 'look',
  'describe-images': 'look',
  'offer-checkpoint': 'send',
  'send-checkpoint': 'send',
  'receive-checkpoint': 'receive',
  'report-transfer': null,
  'end-transfer': null,
  'remove-nonces': null,
  // Probes are programs of the agent's own; nobody's processes are touched.
  'run-probes': 'look',
  'cancel-probes': null,
  'open-run': null,
  'open-relay': null,
  'prepare-source': 'send',
  'prepare-destination': 'receive',
  'rehearse-source': 'rehearse',
  'rehearse-destination': 'rehearse',
  'dump-checkpoint': 'dump',
  'restore-checkpoint': 'restore',
  'stage-files': null,
  'pre-dump': null,
  'start-dump': null,
  'start-restore': null,
  'commit-source': null,
  'end-source': null,
  'discard-copy': null,
  'drop-address': null,
  'give-source-back': null,
  'prove-copy': null,
  'release-copy': null,
  'report-run': null,
  'keep-images': null,
  'sweep-run': null,
};
