import type { CommandHandler } from '../agent-context.ts';
import { listOwnWorkloads } from '../observation/list-own-workloads.ts';

export const answerListWorkloads: CommandHandler<'list-workloads'> = async () => ({
  workloads: await listOwnWorkloads(),
});
