import type { ProbeOutcome } from '@godwit/domain/facts';
import type { ProbeSet } from '../../api/types.ts';

export const outcomeWords: Record<ProbeOutcome, string> = {
  works: 'works',
  lost: 'is lost',
  'dump-refused': 'refused at the dump',
  'restore-refused': 'refused at the restore',
  'not-run': 'not tried',
};

const triggers: Record<ProbeSet['trigger'], string> = {
  asked: 'on demand',
  unprobed: 'because kernel and CRIU were new together',
};

export const triggerWords = (trigger: ProbeSet['trigger']): string => triggers[trigger];

export const stateWords: Record<ProbeSet['state'], string> = {
  waiting: 'Waits for its turn',
  running: 'Under way',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

export const isUnderWay = ({ state }: Pick<ProbeSet, 'state'>): boolean => state === 'waiting' || state === 'running';
