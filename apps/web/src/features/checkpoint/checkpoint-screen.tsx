'use client';
import { Face, formatBytes, PageHead, Panel, PanelSkeleton, RelativeTime } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import Link from 'next/link';
import { FailureFace } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary, ImageContents } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useMay } from '../../shell/session.tsx';
import { useUrlState } from '../../url/use-url-state.ts';
import { ProcessList } from './process-list.tsx';
import { ProcessPanel } from './process-panel.tsx';
import { Options, Problems, Sizes, Sockets } from './summary-panels.tsx';

const forbidden = {
  message: 'What images hold is for operators: they name paths, addresses and users.',
  data: { code: 'FORBIDDEN' },
};

function Head({ checkpoint }: { checkpoint: CheckpointSummary }) {
  return (
    <PageHead
      above={
        <Link href="/checkpoints" className="hover:text-ink">
          Checkpoints
        </Link>
      }
      title={`Images of ${checkpoint.workloadName} on ${checkpoint.hostName}`}
      below={
        <span className="flex flex-wrap gap-x-3">
          <Link href={`/runs/${checkpoint.runId}`} className="underline underline-offset-2">
            dumped <RelativeTime iso={checkpoint.at} />
          </Link>
          {checkpoint.imageBytes === null ? null : <span>{formatBytes(checkpoint.imageBytes)}</span>}
          {checkpoint.moveRunId === null ? (
            <span>{checkpoint.leftRunning ? 'went on running' : 'was ended'}</span>
          ) : (
            <Link href={`/runs/${checkpoint.moveRunId}`} className="underline underline-offset-2">
              kept by a move, because {checkpoint.keptBecause}
            </Link>
          )}
        </span>
      }
    />
  );
}

function Contents({ contents }: { contents: ImageContents }) {
  const { get, set } = useUrlState();
  const pid = Number(get('pid') ?? contents.processes[0]?.pid ?? 0);
  const chosen = contents.processes.find((process) => process.pid === pid) ?? contents.processes[0];
  return (
    <div className="space-y-4">
      <Problems problems={contents.problems} />
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="space-y-4">
          <Panel
            title="Processes"
            note={contents.processesLeftOut > 0 ? `${contents.processesLeftOut} more are left out` : null}
            flush
          >
            <ProcessList
              processes={contents.processes}
              chosen={chosen?.pid ?? null}
              onChoose={(next) => set({ pid: String(next) })}
            />
          </Panel>
          <Sizes contents={contents} />
          <Options options={contents.options} />
        </div>
        {chosen ? <ProcessPanel key={chosen.pid} process={chosen} /> : null}
      </div>
      <Sockets contents={contents} />
    </div>
  );
}

function Images({ checkpoint }: { checkpoint: CheckpointSummary }) {
  const trpc = useTRPC();
  const contents = useQuery(
    trpc.checkpoints.contents.queryOptions({ checkpointId: checkpoint.id }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <WithData query={contents} loading={<PanelSkeleton lines={10} label="the images" />}>
      {(data) => <Contents contents={data} />}
    </WithData>
  );
}

/** What a kept checkpoint holds, decoded on the host where it lies. */
export function CheckpointScreen({ checkpointId }: { checkpointId: string }) {
  const trpc = useTRPC();
  const may = useMay('operator');
  const checkpoint = useQuery(trpc.checkpoints.get.queryOptions({ checkpointId }, { enabled: may }));
  if (!may) return <FailureFace error={forbidden} />;
  return (
    <WithData query={checkpoint} loading={<PanelSkeleton lines={2} label="the checkpoint" />}>
      {(data) => (
        <>
          <Head checkpoint={data} />
          {data.state === 'removed' ? (
            <Face icon={<Archive />} title="These images were removed">
              The checkpoint was discarded; its run and its preflight stay in the history.
            </Face>
          ) : (
            <Images checkpoint={data} />
          )}
        </>
      )}
    </WithData>
  );
}
