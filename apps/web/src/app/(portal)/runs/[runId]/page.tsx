import { RunScreen } from '../../../../features/run/run-screen.tsx';

export const metadata = { title: 'Run' };

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  return <RunScreen runId={runId} />;
}
