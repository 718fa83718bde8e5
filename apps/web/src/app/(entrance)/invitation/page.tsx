import { InvitationScreen } from '../../../features/setup/invitation-screen.tsx';

export const metadata = { title: 'Join' };

export default function Page() {
  return <InvitationScreen />;
}
