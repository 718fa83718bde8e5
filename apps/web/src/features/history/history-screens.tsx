'use client';
import { PageHead } from '@godwit/ui';
import { PreflightHistory } from './preflight-history.tsx';
import { RunHistory } from './run-history.tsx';

/** Every preflight that was made. */
export function PreflightsScreen() {
  return (
    <>
      <PageHead title="Preflights" />
      <PreflightHistory />
    </>
  );
}

/** Every run that was started. */
export function RunsScreen() {
  return (
    <>
      <PageHead title="Runs" />
      <RunHistory />
    </>
  );
}
