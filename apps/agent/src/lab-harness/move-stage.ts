import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../../../tools/lab/index.mjs';
import { buildPrograms } from './build-programs.ts';
import { DrivenMove, type MoveOptions } from './drive-move.ts';
import { DrivenRehearsal } from './drive-rehearsal.ts';
import { LabAgent } from './lab-agent.ts';
import { LabHost } from './lab-host.ts';
import { LabWorkload } from './lab-workload.ts';

/** Two agents in two lab hosts and what a test needs around them. */
export interface MoveStage {
  agentA: LabAgent;
  agentB: LabAgent;
  hostA: LabHost;
  hostB: LabHost;
  /** Of both agents, inside their hosts. */
  agentStateDir: string;
  start: (name: string) => Promise<LabWorkload>;
  /** A move of a workload from where it runs to the other of the two hosts. */
  moveOf: (workload: Pick<LabWorkload, 'place' | 'subject'>, options?: MoveOptions) => DrivenMove;
  rehearsalOf: (workload: LabWorkload, writtenPaths?: string[]) => DrivenRehearsal;
  /** Gives back, discards and sweeps what a test left unfinished. */
  clean: () => Promise<void>;
  end: () => void;
}

/** Builds the programs and starts both agents. The lab must be up. */
export const setStage = async (set: number, criuPath: string): Promise<MoveStage> => {
  const folder = path.join(labLayout(set).sharedDir, `harness-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  await buildPrograms(folder);
  const agentStateDir = `/var/lib/harness-${process.pid}`;
  const startAgent = (host: string) => LabAgent.start({ set, host, criuPath, folder, agentStateDir });
  const [agentA, agentB] = await Promise.all([startAgent('lab-a'), startAgent('lab-b')]);
  const [hostA, hostB] = [new LabHost(set, 'lab-a'), new LabHost(set, 'lab-b')];
  const moves: DrivenMove[] = [];
  const rehearsals: DrivenRehearsal[] = [];
  const agentsFor = (workload: Pick<LabWorkload, 'place'>) =>
    workload.place.host === 'lab-a' ? ([agentA, agentB] as const) : ([agentB, agentA] as const);
  return {
    agentA,
    agentB,
    hostA,
    hostB,
    agentStateDir,
    start: (name) => LabWorkload.start(set, name),
    moveOf: (workload, options) => {
      const [from, to] = agentsFor(workload);
      const move = new DrivenMove(from, to, workload.subject, options);
      moves.push(move);
      return move;
    },
    rehearsalOf: (workload, writtenPaths) => {
      const [from, to] = agentsFor(workload);
      const rehearsal = new DrivenRehearsal(from, to, workload.subject, writtenPaths);
      rehearsals.push(rehearsal);
      return rehearsal;
    },
    clean: async () => {
      for (const rehearsal of rehearsals.splice(0)) await rehearsal.end().catch(() => undefined);
      for (const move of moves.splice(0)) await move.abandon();
    },
    end: () => {
      for (const agent of [agentA, agentB]) if (agent.isRunning) agent.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
