import { WorkloadScreen } from '../../../../features/workload/workload-screen.tsx';

export const metadata = { title: 'Workload' };

export default async function Page({ params }: { params: Promise<{ workloadId: string }> }) {
  const { workloadId } = await params;
  return <WorkloadScreen workloadId={workloadId} />;
}
