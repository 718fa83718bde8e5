import { type Column, RelativeTime } from '@godwit/ui';
import type { AuditEvent } from '../../api/types.ts';

const vias: Record<AuditEvent['via'], string> = {
  session: 'in the portal',
  token: 'with a token',
  agent: 'by an agent',
  server: 'by Godwit itself',
};

function Detail({ detail }: { detail: AuditEvent['detail'] }) {
  const entries = Object.entries(detail);
  if (entries.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <span className="font-mono text-xs leading-5 break-all">
      {entries.map(([name, value]) => `${name}=${value}`).join(' ')}
    </span>
  );
}

/** Who did what, to what, how and when. */
export const auditColumns: readonly Column<AuditEvent>[] = [
  { id: 'action', title: 'What', cell: (one) => <span className="font-mono text-xs font-medium">{one.action}</span> },
  { id: 'actor', title: 'Who', cell: (one) => one.actor },
  { id: 'via', title: 'How', optional: true, cell: (one) => <span className="text-ink-2">{vias[one.via]}</span> },
  { id: 'object', title: 'To what', cell: (one) => <span className="break-words">{one.object}</span> },
  { id: 'detail', title: 'Detail', width: 'max-w-80', cell: (one) => <Detail detail={one.detail} /> },
  { id: 'at', title: 'When', align: 'right', cell: (one) => <RelativeTime iso={one.at} /> },
];
