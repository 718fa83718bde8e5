import { PreflightsScreen } from '../../../features/history/history-screens.tsx';

export const metadata = { title: 'Preflights' };

export default function Page() {
  return <PreflightsScreen />;
}
