import { lostAfterSeconds } from '@godwit/agent-protocol';
import type { HostFacts } from '@godwit/domain/facts';
import type { HostFactsRecord, HostRecord } from '@godwit/history-store';
import type { HostSummary } from '../procedures/shapes/host-summary.ts';
import { presentTimeOrNull } from './present-time.ts';

interface HostInput {
  host: HostRecord;
  facts: HostFactsRecord | undefined;
  /** Last verdicts of the host's running workloads; null where none was given yet. */
  verdicts: (string | null)[];
  now: Date;
}

export const presentHost = ({ host, facts, verdicts, now }: HostInput): HostSummary => {
  const count = (verdict: string | null) => verdicts.filter((known) => known === verdict).length;
  return {
    id: host.id,
    name: host.name,
    status: hostStatus(host, now),
    lastSeenAt: presentTimeOrNull(host.lastSeenAt),
    agentVersion: host.agentVersion,
    kernel: facts?.facts.kernel.known ? facts.facts.kernel.value.release : null,
    criuVersion: facts?.facts.criu.known ? facts.facts.criu.value.version : null,
    ...presentCriu(facts?.facts),
    addresses: facts?.facts.addresses.known ? facts.facts.addresses.value.map(({ address }) => address) : [],
    parallelRuns: host.parallelRuns,
    workloadCount: verdicts.length,
    counts: {
      migratable: count('migratable'),
      withOptions: count('migratable-with-options'),
      blocked: count('blocked'),
      undetermined: count('undetermined'),
      unchecked: count(null),
    },
  };
};

/** A connection that has been silent for too long is lost, whether or not somebody has noted it yet. */
export const hostStatus = ({ revokedAt, lastSeenAt, connection }: HostRecord, now: Date): HostSummary['status'] => {
  if (revokedAt !== null) return 'revoked';
  if (lastSeenAt === null) return 'never';
  const silentMs = now.getTime() - lastSeenAt.getTime();
  return connection === 'connected' && silentMs < lostAfterSeconds * 1000 ? 'connected' : 'lost';
};

type CriuFace = Pick<HostSummary, 'criuReady' | 'criuProblem'>;

/** Ready means measured: a tiny process with a TCP listener was really dumped and restored there. */
export const presentCriu = (facts: HostFacts | undefined): CriuFace => {
  if (facts === undefined) return { criuReady: 'unknown', criuProblem: null };
  if (!facts.criu.known) return { criuReady: 'not-ready', criuProblem: facts.criu.reason };
  const { tcpProbe, checkProblem } = facts.criu.value;
  if (tcpProbe === null) return { criuReady: 'unknown', criuProblem: checkProblem };
  if (tcpProbe.passed) return { criuReady: 'ready', criuProblem: null };
  return { criuReady: 'not-ready', criuProblem: tcpProbe.detail };
};
