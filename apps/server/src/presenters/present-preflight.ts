import { movedContainer } from '@godwit/domain/comparison';
import type { ModeAdvice, MoveEstimate, RehearsalEstimate } from '@godwit/domain/estimate';
import type { FactBundle } from '@godwit/domain/facts';
import { criuCommandLines, podmanCommandLines, runcCommandLines } from '@godwit/domain/plan';
import type { RehearsalEvidence } from '@godwit/domain/rehearsal';
import { purposes, type Verdict } from '@godwit/domain/verdict';
import type { PreflightRecord, PreflightRow } from '@godwit/history-store';
import { z } from 'zod';
import type { PreflightDetail } from '../procedures/shapes/preflight-detail.ts';
import type { PreflightSummary } from '../procedures/shapes/preflight-summary.ts';
import type { WorkloadSummary } from '../procedures/shapes/workload-summary.ts';
import { presentTime, presentTimeOrNull } from './present-time.ts';
import { asVerdict } from './present-workload.ts';

interface DetailInput {
  preflight: PreflightRecord;
  workload: WorkloadSummary;
  hostName: (id: string) => string;
  notMovableReason: string | null;
  moveEstimate: MoveEstimate | null;
  modeAdvice: ModeAdvice | null;
  rehearsalEstimate: RehearsalEstimate | null;
  rehearsal: RehearsalEvidence | null;
  notRehearsableReason: string | null;
}

export const presentPreflight = ({
  preflight,
  workload,
  hostName,
  notMovableReason,
  moveEstimate,
  modeAdvice,
  rehearsalEstimate,
  rehearsal,
  notRehearsableReason,
}: DetailInput): PreflightDetail => ({
  id: preflight.id,
  at: presentTime(preflight.createdAt),
  by: preflight.createdBy,
  workload,
  source: { id: preflight.sourceHostId, name: hostName(preflight.sourceHostId) },
  destination: nameHost(preflight.destinationHostId, hostName),
  purpose: preflight.verdict.for,
  verdict: preflight.verdict,
  evidence: {
    factsReadAt: presentTime(preflight.factsReadAt),
    destinationReadAt: presentTimeOrNull(preflight.destinationReadAt),
  },
  commandLines: presentCommandLines(preflight),
  container: presentContainer(preflight.source.tree),
  estimate: {
    ...presentEstimate(preflight.source, preflight.verdict),
    move: moveEstimate,
    modes: modeAdvice,
    rehearsal: rehearsalEstimate,
  },
  rehearsal,
  notRehearsableReason,
  movable: notMovableReason === null,
  notMovableReason,
});

const presentCommandLines = ({ source, verdict }: PreflightRecord): PreflightDetail['commandLines'] => {
  const { tree } = source;
  const container = tree && movedContainer(tree);
  const purpose = verdict.for;
  if (container?.runtime === 'podman') return podmanCommandLines(verdict.options, { purpose, name: container.name });
  if (container?.runtime === 'runc') return runcCommandLines(verdict.options, { purpose, id: container.id });
  return criuCommandLines(verdict.options, { purpose, pid: tree?.rootPid ?? 0 });
};

const presentContainer = (tree: FactBundle['tree']): PreflightDetail['container'] => {
  const container = tree && movedContainer(tree);
  return container ? { runtime: container.runtime, rootBytes: container.rootfsBytes } : null;
};

const presentEstimate = (
  { tree }: FactBundle,
  { facts }: Verdict,
): Omit<PreflightDetail['estimate'], 'move' | 'modes' | 'rehearsal'> => ({
  memoryBytes: tree?.dumpedMemoryBytes.known ? tree.dumpedMemoryBytes.value : null,
  processes: facts.processes,
  connections: tree?.inetSockets.known
    ? tree.inetSockets.value.filter(({ protocol, state }) => protocol === tcp && state === 'established').length
    : 0,
});

/** IPPROTO_TCP. */
const tcp = 6;

const countsSchema = z.record(z.string(), z.number()).catch({});

export const presentPreflightRow = (row: PreflightRow, hostName: (id: string) => string): PreflightSummary => {
  const counts = countsSchema.parse(row.findingCounts);
  return {
    id: row.id,
    at: presentTime(row.createdAt),
    by: row.createdBy,
    workload: { id: row.workloadId, name: row.workloadName },
    source: { id: row.sourceHostId, name: hostName(row.sourceHostId) },
    destination: nameHost(row.destinationHostId, hostName),
    purpose: purposes.find((known) => known === row.purpose) ?? 'here',
    verdict: asVerdict(row.verdict),
    counts: {
      blocker: counts.blocker ?? 0,
      needsOption: counts['needs-option'] ?? 0,
      caution: counts.caution ?? 0,
      note: counts.note ?? 0,
      notEvaluated: counts['not-evaluated'] ?? 0,
    },
  };
};

export const nameHost = (id: string | null, hostName: (id: string) => string): { id: string; name: string } | null =>
  id === null ? null : { id, name: hostName(id) };
