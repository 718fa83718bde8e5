import { type ReactNode, Suspense } from 'react';

export default function EntranceLayout({ children }: { children: ReactNode }) {
  return <Suspense>{children}</Suspense>;
}
