import type { UnknownErrorRecord } from '@godwit/history-store';
import type { UnknownError } from '../procedures/shapes/unknown-error.ts';
import { presentTime } from './present-time.ts';

export const presentUnknownError = (record: UnknownErrorRecord): UnknownError => ({
  id: record.id,
  text: record.text,
  source: record.source,
  operation: record.operation,
  criuVersion: record.criuVersion,
  kernel: record.kernel,
  times: record.times,
  keptBy: record.keptBy,
  firstSeenAt: presentTime(record.firstSeenAt),
  lastSeenAt: presentTime(record.lastSeenAt),
});
