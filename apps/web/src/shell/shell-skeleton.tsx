import { Skeleton } from '@godwit/ui';

/** The frame before it is known who is there; the same measures as the real one. */
export function ShellSkeleton() {
  return (
    <div role="status" className="flex min-h-screen">
      <span className="sr-only">Loading the portal</span>
      <div className="hidden w-52 shrink-0 border-r border-line bg-surface lg:block" />
      <div className="flex-1">
        <div className="h-12 border-b border-line bg-surface" />
        <div className="mx-auto max-w-[1280px] space-y-4 p-4 md:p-6">
          <Skeleton className="h-7 w-48" />
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      </div>
    </div>
  );
}
