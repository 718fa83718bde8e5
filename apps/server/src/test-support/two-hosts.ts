import { randomUUID } from 'node:crypto';
import type { Workload } from '@godwit/domain/facts';
import { foldRun, type RunView } from '@godwit/domain/history';
import type { RunEvent } from '@godwit/domain/run';
import { buildWorkload } from '@godwit/test-kit';
import { FakeHost } from '@godwit/test-kit/fakes';
import { eventually } from './eventually.ts';
import type { TestClient, TestServer } from './start-test-server.ts';

export interface TwoHosts {
  admin: TestClient;
  source: FakeHost;
  destination: FakeHost;
  /** Judges a new workload for a move and starts it. Gives the run. */
  startMove: (options?: { holdSeconds?: number; workload?: Partial<Workload> }) => Promise<string>;
  view: (runId: string) => Promise<RunView>;
  events: (runId: string) => Promise<RunEvent[]>;
  /** Waits for the end of a run. */
  finished: (runId: string, deadlineMs?: number) => Promise<RunView>;
  close: () => void;
}

/** Two enrolled and connected hosts that play a move as it should be. */
export const enrolTwoHosts = async (server: TestServer): Promise<TwoHosts> => {
  const admin = await server.clientAs('admin');
  const source = await enrolHost(server, admin);
  const destination = await enrolHost(server, admin);
  source.peer = destination;
  const events = async (runId: string) => (await admin.runs.get.query({ runId })).events;
  const view = async (runId: string) => foldRun(await events(runId));
  return {
    admin,
    source,
    destination,
    events,
    view,
    startMove: async ({ holdSeconds = 5, workload = {} } = {}) => {
      const workloadId = await listWorkload({ admin, source }, workload);
      const destinationHostId = destination.hostId;
      const preflight = await admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
      const { runId } = await admin.runs.start.mutate({ kind: 'move', preflightId: preflight.id, holdSeconds });
      return runId;
    },
    finished: (runId, deadlineMs) =>
      eventually(async () => {
        const seen = await view(runId);
        return seen.state === 'finished' ? seen : null;
      }, deadlineMs),
    close: () => {
      source.disconnect();
      destination.disconnect();
    },
  };
};

export const enrolHost = async (
  server: TestServer,
  admin: TestClient,
  name = `host-${randomUUID().slice(0, 8)}`,
): Promise<FakeHost> => {
  const { command } = await admin.hosts.createEnrolment.mutate({ name });
  const token = /--token (\S+)/.exec(command)?.[1] ?? '';
  const host = new FakeHost({ url: server.agentUrl, name });
  await host.enrol(token);
  await host.connect();
  return host;
};

/** Has the source tell of one workload, and gives its id. */
export const listWorkload = async (
  { admin, source }: Pick<TwoHosts, 'admin' | 'source'>,
  changes: Partial<Workload> = {},
): Promise<string> => {
  const workload = buildWorkload({ key: `unit:${randomUUID()}`, ...changes });
  source.list(workload);
  const found = await eventually(async () => {
    const listed = await admin.workloads.list.query({ hostId: source.hostId });
    return listed.find(({ key }) => key === workload.key);
  });
  return found.id;
};
