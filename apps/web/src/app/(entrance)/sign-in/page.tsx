import { SignInScreen } from '../../../features/sign-in/sign-in-screen.tsx';

export const metadata = { title: 'Sign in' };

export default function Page() {
  return <SignInScreen />;
}
