import { RunsScreen } from '../../../features/history/history-screens.tsx';

export const metadata = { title: 'Runs' };

export default function Page() {
  return <RunsScreen />;
}
