import { CheckpointScreen } from '../../../../features/checkpoint/checkpoint-screen.tsx';

export const metadata = { title: 'Images' };

export default async function Page({ params }: { params: Promise<{ checkpointId: string }> }) {
  const { checkpointId } = await params;
  return <CheckpointScreen checkpointId={checkpointId} />;
}
