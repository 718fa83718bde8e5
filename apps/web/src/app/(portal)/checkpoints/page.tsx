import { CheckpointsScreen } from '../../../features/checkpoints/checkpoints-screen.tsx';

export const metadata = { title: 'Checkpoints' };

export default function Page() {
  return <CheckpointsScreen />;
}
