'use client';
import { judgeGap, kernelGaps } from '@godwit/domain/kernel-gaps';
import { countOf, DataTable, Face, NoRows, PageHead, PanelSkeleton, Segmented, Titled } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { HostKernel } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useUrlState } from '../../url/use-url-state.ts';
import { gapColumns } from './gap-columns.tsx';
import { groupHosts } from './group-hosts.ts';
import { ReportTabs } from './report-tabs.tsx';

const kinds = [
  { kind: 'blocker', title: 'Blockers', note: 'without it CRIU refuses' },
  { kind: 'loss', title: 'Losses', note: 'without it something is lost, or slow' },
] as const;

/** More different hosts than this stand only as a number in the note. */
const mostGroups = 6;

const isLacking = (gap: (typeof kernelGaps)[number]['gap'], hosts: readonly HostKernel[]): boolean =>
  hosts.some((host) => judgeGap(gap, host).result === 'fails');

function Gaps({ hosts }: { hosts: readonly HostKernel[] }) {
  const { get, set } = useUrlState();
  const onlyLacking = get('show') === 'lacking';
  const groups = groupHosts(hosts);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Which gaps"
          value={onlyLacking ? 'lacking' : 'all'}
          onChange={(show) => set({ show: show === 'all' ? null : show })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'lacking', label: 'Lacking on a host' },
          ]}
        />
        <p className="text-xs text-ink-3">
          CRIU was asked on the host itself; * where only versions could be compared.
          {groups.length > mostGroups ? ` ${countOf(groups.length - mostGroups, 'more kind')} of host not shown.` : ''}
        </p>
      </div>
      {kinds.map(({ kind, title, note }) => (
        <Titled key={kind} title={title} note={note}>
          <DataTable
            label={title}
            rows={kernelGaps
              .filter((entry) => entry.kind === kind && (!onlyLacking || isLacking(entry.gap, hosts)))
              .map(({ gap }) => gap)}
            columns={gapColumns(groups.slice(0, mostGroups))}
            rowKey={(gap) => gap.id}
            empty={<NoRows>No host lacks any of them.</NoRows>}
          />
        </Titled>
      ))}
    </div>
  );
}

/** Which blocker was solved in which kernel or CRIU, and which hosts would pass. */
export function GapsScreen() {
  const trpc = useTRPC();
  const hosts = useQuery(trpc.hosts.kernels.queryOptions());
  return (
    <>
      <PageHead title="Reports" below="What newer kernels and newer CRIUs have solved, and which hosts have it." />
      <ReportTabs />
      <WithData query={hosts} loading={<PanelSkeleton lines={8} label="kernels of the hosts" />}>
        {(data) =>
          data.length === 0 ? (
            <Face icon={<Server />} title="No host yet">
              Once a host is enrolled, its kernel and CRIU stand here beside what each of them has solved.
            </Face>
          ) : (
            <Gaps hosts={data} />
          )
        }
      </WithData>
    </>
  );
}
