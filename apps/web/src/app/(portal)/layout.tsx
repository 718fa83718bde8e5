import { type ReactNode, Suspense } from 'react';
import { Shell } from '../../shell/shell.tsx';
import { ShellSkeleton } from '../../shell/shell-skeleton.tsx';

export default function PortalLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<ShellSkeleton />}>
      <Shell>{children}</Shell>
    </Suspense>
  );
}
