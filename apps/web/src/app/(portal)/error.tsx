'use client';
import { CrashFace } from '../../shell/crash-face.tsx';

export default function PortalError({ error, reset }: { error: Error; reset: () => void }) {
  return <CrashFace error={error} onRetry={reset} />;
}
