import type { CommandRequest } from '@godwit/agent-protocol';
import type { Logger } from 'pino';
import type { SendMessage } from '../agent-context.ts';
import { declaredDirectory } from '../observation/declared-directory.ts';
import { RunStore, readRequest } from '../runs/run-store.ts';
import { adoptWorkload } from './adopt-workload.ts';

/** A way to send that adopts the workload as soon as its copy is told to be released on this host. */
export const adoptReleased = (send: SendMessage, stateDir: string, log: Logger): SendMessage => {
  const store = new RunStore(stateDir);
  return async (type, body) => {
    if ('side' in body && body.side === 'destination' && body.state === 'released') adopt(store, body.runId, log);
    return send(type, body);
  };
};

const adopt = (store: RunStore, runId: string, log: Logger): void => {
  try {
    const paths = store.find(runId);
    const prepared = paths && readRequest<CommandRequest<'prepare-destination'>>(paths, 'prepare-destination');
    if (prepared) adoptWorkload(prepared, declaredDirectory);
  } catch (error) {
    log.error({ err: error, runId }, 'The workload that was moved here could not be given its definition.');
  }
};
