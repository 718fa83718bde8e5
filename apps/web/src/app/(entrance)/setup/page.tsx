import { SetupScreen } from '../../../features/setup/setup-screen.tsx';

export const metadata = { title: 'Set up' };

export default function Page() {
  return <SetupScreen />;
}
