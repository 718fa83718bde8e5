import { PreflightScreen } from '../../../../features/preflight/preflight-screen.tsx';

export const metadata = { title: 'Preflight' };

export default async function Page({ params }: { params: Promise<{ preflightId: string }> }) {
  const { preflightId } = await params;
  return <PreflightScreen preflightId={preflightId} />;
}
