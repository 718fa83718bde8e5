import { AuditScreen } from '../../../features/audit/audit-screen.tsx';

export const metadata = { title: 'Audit' };

export default function Page() {
  return <AuditScreen />;
}
