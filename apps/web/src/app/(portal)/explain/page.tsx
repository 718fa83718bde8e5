import { ExplainScreen } from '../../../features/explain/explain-screen.tsx';

export const metadata = { title: 'Explain a log' };

export default function Page() {
  return <ExplainScreen />;
}
