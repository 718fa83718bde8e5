import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../../../tools/lab/index.mjs';
import { buildPrograms } from './build-programs.ts';
import { DrivenMove, type MoveOptions } from './drive-move.ts';
import { LabAgent } from './lab-agent.ts';
import { LabHost } from './lab-host.ts';
import { LabWorkload } from './lab-workload.ts';

/** Two agents in two lab hosts and what a test needs around them. */
export interface MoveStage {
  agentA: LabAgent;
  agentB: LabAgent;
  hostA: LabHost;
  hostB: LabHost;
  start: (name: string) => Promise<LabWorkload>;
  /** A move of a workload from where it runs to the other of the two hosts. */
  moveOf: (workload: LabWorkload, options?: MoveOptions) => DrivenMove;
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
  return {
    agentA,
    agentB,
    hostA,
    hostB,
    start: (name) => LabWorkload.start(set, name),
    moveOf: (workload, options) => {
      const [from, to] = workload.place.host === 'lab-a' ? [agentA, agentB] : [agentB, agentA];
      const move = new DrivenMove(from, to, workload.subject, options);
      moves.push(move);
      return move;
    },
    clean: async () => {
      for (const move of moves.splice(0)) await move.abandon();
    },
    end: () => {
      for (const agent of [agentA, agentB]) if (agent.isRunning) agent.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
