import { cn } from '../class-names.ts';

/** A place held for something that is on its way, of the size it will have. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('skeleton-wave rounded-sm', className)} />;
}

const places = (count: number) => Array.from({ length: count }, (_, index) => `place-${index}`);

/** Rows of a table before they are there. */
export function TableSkeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" className="rounded-lg border border-line bg-surface">
      <span className="sr-only">Loading {label}</span>
      <div className="h-9 border-b border-line bg-sunken rounded-t-lg" />
      {places(rows).map((place) => (
        <div key={place} className="flex h-11 items-center gap-6 border-b border-line px-4 last:border-0">
          <Skeleton className="h-3.5 w-1/4" />
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="hidden h-3.5 w-1/5 md:block" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}

/** A panel before its content is there. */
export function PanelSkeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div role="status" className="space-y-3 rounded-lg border border-line bg-surface p-4">
      <span className="sr-only">Loading {label}</span>
      <Skeleton className="h-4 w-40" />
      {places(lines).map((place, index) => (
        <Skeleton
          key={place}
          className={cn('h-3.5', index % 3 === 0 ? 'w-full' : index % 3 === 1 ? 'w-4/5' : 'w-3/5')}
        />
      ))}
    </div>
  );
}
