import type { MoveEstimate } from '@godwit/domain/estimate';
import type { FactBundle } from '@godwit/domain/facts';
import { criuCommandLines } from '@godwit/domain/plan';
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
}

export const presentPreflight = ({
  preflight,
  workload,
  hostName,
  notMovableReason,
  moveEstimate,
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
  commandLines: criuCommandLines(preflight.verdict.options, {
    purpose: preflight.verdict.for,
    pid: preflight.source.tree?.rootPid ?? 0,
  }),
  estimate: { ...presentEstimate(preflight.source, preflight.verdict), move: moveEstimate },
  movable: notMovableReason === null,
  notMovableReason,
});

const presentEstimate = ({ tree }: FactBundle, { facts }: Verdict): Omit<PreflightDetail['estimate'], 'move'> => ({
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
