import { randomUUID } from 'node:crypto';
import { storeWorkloads } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';

export const handleWorkloadsListed: MessageHandler<'workloads.listed'> = ({ database, hostId, now }, { workloads }) =>
  storeWorkloads(database, { hostId, workloads, now, newId: randomUUID });
