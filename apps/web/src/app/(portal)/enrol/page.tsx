import { EnrolScreen } from '../../../features/enrol/enrol-screen.tsx';

export const metadata = { title: 'Hosts to enrol' };

export default function Page() {
  return <EnrolScreen />;
}
