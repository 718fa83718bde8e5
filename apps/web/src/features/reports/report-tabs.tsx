'use client';
import { cn } from '@godwit/ui';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const reports = [
  { href: '/reports/accuracy', title: 'Accuracy' },
  { href: '/reports/gaps', title: 'Kernel gaps' },
] as const;

/** The reports, each a page with an address of its own. */
export function ReportTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Reports" className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {reports.map(({ href, title }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? 'page' : undefined}
          className={cn(
            '-mb-px border-b-2 border-transparent px-2.5 py-2 text-sm whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink pointer-coarse:py-3',
            pathname === href && 'border-ink font-medium text-ink',
          )}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
