import { AccuracyScreen } from '../../../../features/reports/accuracy-screen.tsx';

export const metadata = { title: 'Accuracy' };

export default function Page() {
  return <AccuracyScreen />;
}
