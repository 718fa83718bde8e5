import { countOf, Panel, RelativeTime, type Tone, toneText } from '@godwit/ui';
import { CircleAlert, type LucideIcon, ServerCrash, ShieldOff, UserRoundCheck } from 'lucide-react';
import Link from 'next/link';
import type { AttentionItem } from './attention.ts';

const looks: Record<AttentionItem['kind'], { icon: LucideIcon; tone: Tone }> = {
  decision: { icon: UserRoundCheck, tone: 'unknown' },
  'host-lost': { icon: CircleAlert, tone: 'cannot' },
  'criu-not-ready': { icon: ServerCrash, tone: 'cannot' },
  'turned-blocked': { icon: ShieldOff, tone: 'amber' },
};

function Item({ item }: { item: AttentionItem }) {
  const { icon: Icon, tone } = looks[item.kind];
  return (
    <li className="relative flex gap-3 px-4 py-2.5 hover:bg-sunken">
      <Icon className={`mt-0.5 size-4.5 shrink-0 ${toneText[tone]}`} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <Link href={item.href} className="text-sm font-medium after:absolute after:inset-0">
          {item.title}
        </Link>
        <p className="text-sm break-words text-ink-2">{item.reason}</p>
      </div>
      {item.since ? (
        <span className="shrink-0 text-xs text-ink-3">
          <RelativeTime iso={item.since} />
        </span>
      ) : null}
    </li>
  );
}

/** What should be looked at first. Nothing to see, nothing shown. */
export function AttentionPanel({ items }: { items: readonly AttentionItem[] }) {
  if (items.length === 0) return null;
  return (
    <Panel title="Needs attention" note={countOf(items.length, 'thing')} flush>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </Panel>
  );
}
