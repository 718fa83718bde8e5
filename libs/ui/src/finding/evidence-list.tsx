import { cn } from '../class-names.ts';

interface EvidenceListProps {
  evidence: Record<string, string>;
}

const isPair = (evidence: Record<string, string>) => 'here' in evidence && 'there' in evidence;

function Pair({ here, there }: { here: string; there: string }) {
  return (
    <div className="grid grid-cols-1 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-2">
      {[
        ['here', here],
        ['there', there],
      ].map(([side, value]) => (
        <div key={side} className="min-w-0 bg-sunken px-3 py-1.5">
          <p className="text-xs text-ink-3">{side === 'here' ? 'Here, on the source' : 'There, on the destination'}</p>
          <p className="font-mono text-xs leading-5 wrap-anywhere">{value}</p>
        </div>
      ))}
    </div>
  );
}

/** What was seen: source left and destination right where both were looked at, else label and value. */
export function EvidenceList({ evidence }: EvidenceListProps) {
  const { here, there, ...rest } = evidence;
  const pair = isPair(evidence);
  const lines = Object.entries(pair ? rest : evidence);
  if (!pair && lines.length === 0) return null;
  return (
    <div className="space-y-2">
      {pair ? <Pair here={here ?? ''} there={there ?? ''} /> : null}
      {lines.length === 0 ? null : (
        <dl className={cn('grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-0.5 text-xs leading-5')}>
          {lines.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd className="min-w-0 font-mono wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
