'use client';
import {
  ConfusionMatrix,
  DataTable,
  Face,
  NoRows,
  PageHead,
  Panel,
  PanelSkeleton,
  RelativeTime,
  Titled,
} from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { Accuracy } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { disagreementColumns, findingColumns } from './accuracy-columns.tsx';
import { accuracySentence, matrixRows, seenTitles } from './accuracy-words.ts';
import { ReportTabs } from './report-tabs.tsx';

function Causes({ failures }: { failures: Accuracy['failures'] }) {
  const figures = [
    { title: 'Runs in which CRIU failed', count: failures.all },
    { title: 'with a cause that is known', count: failures.explained },
    { title: 'with a cause that was foretold', count: failures.foretold },
  ];
  return (
    <dl className="space-y-3">
      {figures.map(({ title, count }) => (
        <div key={title} className="flex items-baseline justify-between gap-4 border-b border-line pb-2 last:border-0">
          <dt className="text-sm text-ink-2">{title}</dt>
          <dd className="text-xl font-medium">{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Disagreements({ rows }: { rows: Accuracy['disagreements'] }) {
  return (
    <Titled title="Disagreements" note="each of them is a fault of a rule until it is explained">
      <DataTable
        label="Disagreements"
        rows={rows}
        columns={disagreementColumns}
        rowKey={(one) => one.runId}
        empty={<NoRows>None: no run has proved its preflight wrong.</NoRows>}
      />
    </Titled>
  );
}

function Figures({ accuracy }: { accuracy: Accuracy }) {
  const table = useTableUrl();
  return (
    <div className="space-y-4">
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Panel title="Said and seen" note={accuracySentence(accuracy)}>
          <ConfusionMatrix
            label="What was said against what was seen"
            columns={seenTitles}
            rows={matrixRows(accuracy)}
          />
        </Panel>
        <Panel title="Failures">
          <Causes failures={accuracy.failures} />
        </Panel>
      </div>
      <Disagreements rows={accuracy.disagreements} />
      <Titled title="By finding" note="a blocker is right when the run fails by it, anything else when the run works">
        <DataTable
          label="Precision by finding"
          rows={accuracy.findings}
          columns={findingColumns}
          rowKey={(one) => one.id}
          {...table}
          empty={<NoRows>No graded preflight had a finding.</NoRows>}
        />
      </Titled>
      {accuracy.since ? (
        <p className="text-xs text-ink-3">
          Counted from <RelativeTime iso={accuracy.since} /> on
          {accuracy.isCut ? '; older runs are left out' : ''}. A run says nothing when it was cancelled, lost a host, or
          ended by something no preflight speaks of.
        </p>
      ) : null}
    </div>
  );
}

/** How good the preflights of this installation are, by the runs that were really made. */
export function AccuracyScreen() {
  const trpc = useTRPC();
  const accuracy = useQuery(trpc.accuracy.read.queryOptions());
  return (
    <>
      <PageHead title="Reports" below="Every real dump, restore and move grades the preflight it was started with." />
      <ReportTabs />
      <WithData query={accuracy} loading={<PanelSkeleton lines={8} label="the accuracy" />}>
        {(data) =>
          data.graded + data.unclear === 0 ? (
            <Face icon={<Target />} title="No run has graded a preflight yet">
              Dump or move a workload: what its preflight had said is then held against what really happened, here.
            </Face>
          ) : (
            <Figures accuracy={data} />
          )
        }
      </WithData>
    </>
  );
}
