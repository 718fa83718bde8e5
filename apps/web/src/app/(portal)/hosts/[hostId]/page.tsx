import { HostScreen } from '../../../../features/host/host-screen.tsx';

export const metadata = { title: 'Host' };

export default async function Page({ params }: { params: Promise<{ hostId: string }> }) {
  const { hostId } = await params;
  return <HostScreen hostId={hostId} />;
}
