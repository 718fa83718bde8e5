import { redirect } from 'next/navigation';

export default function Page() {
  redirect('/reports/accuracy');
}
