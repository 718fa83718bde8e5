import { GapsScreen } from '../../../../features/reports/gaps-screen.tsx';

export const metadata = { title: 'Kernel gaps' };

export default function Page() {
  return <GapsScreen />;
}
