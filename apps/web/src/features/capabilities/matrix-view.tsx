import { Badge, DataTable, NoRows, Notice, Titled } from '@godwit/ui';
import { TriangleAlert } from 'lucide-react';
import type { ProbeSetDetail } from '../../api/types.ts';
import { probeColumns } from './probe-columns.tsx';

type Matrix = NonNullable<ProbeSetDetail['matrix']>;
type Summary = NonNullable<ProbeSetDetail['summary']>;

const groupTitle = (group: string): string => {
  const words = group === 'criu' ? 'CRIU itself' : group.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** In a few numbers. */
export function Counts({ counts }: { counts: Summary['counts'] }) {
  const refused = counts['dump-refused'] + counts['restore-refused'];
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone="can">{counts.works} work</Badge>
      {refused > 0 ? <Badge tone="cannot">{refused} refused</Badge> : null}
      {counts.lost > 0 ? <Badge tone="amber">{counts.lost} lost</Badge> : null}
      {counts['not-run'] > 0 ? <Badge tone="slate">{counts['not-run']} not tried</Badge> : null}
    </span>
  );
}

/** What nearly every program holds and this host does not carry stands above everything else. */
export function Missing({ matrix, summary }: { matrix: Matrix; summary: Summary }) {
  const missing = matrix.results.filter(({ id }) => summary.missing.includes(id));
  if (missing.length === 0) return null;
  return (
    <Notice tone="cannot" icon={<TriangleAlert />} title="Nearly every program holds what this host does not carry">
      <ul>
        {missing.map(({ id, title, criuError, detail }) => (
          <li key={id} className="break-words">
            {title}: {criuError ?? detail}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Every probe, by kind. */
export function MatrixTables({ matrix, onlyTrouble }: { matrix: Matrix; onlyTrouble: boolean }) {
  const shown = matrix.results.filter(({ outcome }) => !onlyTrouble || outcome !== 'works');
  const groups = [...new Set(shown.map(({ group }) => group))];
  if (shown.length === 0) return <NoRows>Everything that was tried works.</NoRows>;
  return (
    <div className="space-y-5">
      {groups.map((group) => (
        <Titled key={group} title={groupTitle(group)}>
          <DataTable
            label={`Probes: ${groupTitle(group)}`}
            rows={shown.filter((one) => one.group === group)}
            columns={probeColumns}
            rowKey={(one) => one.id}
          />
        </Titled>
      ))}
    </div>
  );
}
