import { FleetScreen } from '../../features/fleet/fleet-screen.tsx';

export const metadata = { title: 'Fleet' };

export default function Page() {
  return <FleetScreen />;
}
