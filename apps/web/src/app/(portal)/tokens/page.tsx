import { TokensScreen } from '../../../features/tokens/tokens-screen.tsx';

export const metadata = { title: 'Tokens' };

export default function Page() {
  return <TokensScreen />;
}
