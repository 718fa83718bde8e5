import { TeamScreen } from '../../../features/team/team-screen.tsx';

export const metadata = { title: 'Team' };

export default function Page() {
  return <TeamScreen />;
}
