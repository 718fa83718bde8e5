import { DrivenMove, type MoveOptions } from './drive-move.ts';
import { DrivenRehearsal } from './drive-rehearsal.ts';
import { type ContainerChanges, LabContainer } from './lab-container.ts';
import { type MoveStage, setStage } from './move-stage.ts';

/** Two agents in two lab hosts, and containers of runc to move between them. */
export interface ContainerStage extends MoveStage {
  /** A container that counts, on lab-a. */
  startContainer: (id: string, changes?: ContainerChanges) => Promise<LabContainer>;
  /** A move from where it runs to the other of the two hosts. */
  moveOfContainer: (container: LabContainer, options?: MoveOptions) => Promise<DrivenMove>;
  /** A rehearsal of such a move. */
  rehearsalOfContainer: (container: LabContainer) => Promise<DrivenRehearsal>;
}

/** As `setStage`; `clean` also removes the containers. */
export const setContainerStage = async (set: number, criuPath: string): Promise<ContainerStage> => {
  const stage = await setStage(set, criuPath);
  const { agentA, agentB, hostA, hostB } = stage;
  const moves: DrivenMove[] = [];
  const rehearsals: DrivenRehearsal[] = [];
  const containers: LabContainer[] = [];
  const agentsFor = (host: string | undefined) =>
    host === 'lab-a' ? ([agentA, agentB] as const) : ([agentB, agentA] as const);
  return {
    ...stage,
    startContainer: async (id, changes) => {
      const container = await LabContainer.start(set, [hostA, hostB], id, changes);
      containers.push(container);
      return container;
    },
    moveOfContainer: async (container, options) => {
      const subject = await container.subject();
      const [from, to] = agentsFor(subject.host);
      const move = new DrivenMove(from, to, subject, { criuArguments: [], ...options });
      moves.push(move);
      return move;
    },
    rehearsalOfContainer: async (container) => {
      const subject = await container.subject();
      const rehearsal = new DrivenRehearsal(...agentsFor(subject.host), subject);
      rehearsals.push(rehearsal);
      return rehearsal;
    },
    clean: async () => {
      for (const rehearsal of rehearsals.splice(0)) await rehearsal.end().catch(() => undefined);
      for (const move of moves.splice(0)) await move.abandon();
      for (const container of containers.splice(0)) await container.end();
      await stage.clean();
    },
  };
};
