import type { SVGProps } from 'react';

/** The bar-tailed godwit: slate back, brick breast, a long bill that turns up. */
export function BirdMark(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 32 24" width="32" height="24" aria-hidden="true" {...props}>
      <path d="M14.6 7.6 30.6 3.9 15 9.8z" fill="var(--ink-2)" />
      <path
        d="M1 15.6c4.4-.3 6.3-3.7 8.6-6.6 1-2.600 2.700-4 4.600-4 2 0 3.300 1.500 3.100 3.400-.4 5-4.600 9.600-10.300 9.600-2.400 0-4.500-.9-6-2.400z"
        fill="var(--accent)"
      />
      <path
        d="M1 15.600c4.400-.3 6.300-3.700 8.600-6.600.9 3.200-.6 6.900-4.300 7.900-1.600.4-3.200-.1-4.300-1.300z"
        fill="var(--ink-2)"
      />
      <path d="M7.400 18v4.600M10.200 17.200v5.400" stroke="var(--ink-2)" strokeWidth="1.100" strokeLinecap="round" />
      <circle cx="14.600" cy="7.300" r=".8" fill="var(--surface)" />
    </svg>
  );
}
