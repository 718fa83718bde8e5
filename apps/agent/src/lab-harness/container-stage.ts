import { DrivenMove, type MoveOptions } from './drive-move.ts';
import { type ContainerChanges, LabContainer } from './lab-container.ts';
import { type MoveStage, setStage } from './move-stage.ts';

/** Two agents in two lab hosts, and containers of runc to move between them. */
export interface ContainerStage extends MoveStage {
  /** A container that counts, on lab-a. */
  startContainer: (id: string, changes?: ContainerChanges) => Promise<LabContainer>;
  /** A move from where it runs to the other of the two hosts. */
  moveOfContainer: (container: LabContainer, options?: MoveOptions) => Promise<DrivenMove>;
}

/** As `setStage`; `clean` also removes the containers. */
export const setContainerStage = async (set: number, criuPath: string): Promise<ContainerStage> => {
  const stage = await setStage(set, criuPath);
  const { agentA, agentB, hostA, hostB } = stage;
  const moves: DrivenMove[] = [];
  const containers: LabContainer[] = [];
  return {
    ...stage,
    startContainer: async (id, changes) => {
      const container = await LabContainer.start(set, [hostA, hostB], id, changes);
      containers.push(container);
      return container;
    },
    moveOfContainer: async (container, options) => {
      const subject = await container.subject();
      const [from, to] = subject.host === 'lab-a' ? [agentA, agentB] : [agentB, agentA];
      const move = new DrivenMove(from, to, subject, { criuArguments: [], ...options });
      moves.push(move);
      return move;
    },
    clean: async () => {
      for (const move of moves.splice(0)) await move.abandon();
      for (const container of containers.splice(0)) await container.end();
      await stage.clean();
    },
  };
};
