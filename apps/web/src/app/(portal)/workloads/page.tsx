import { WorkloadsScreen } from '../../../features/workloads/workloads-screen.tsx';

export const metadata = { title: 'Workloads' };

export default function Page() {
  return <WorkloadsScreen />;
}
