import type { SVGProps } from 'react';

type GateProps = SVGProps<SVGSVGElement>;

function Gate({ children, ...rest }: GateProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      {children}
    </svg>
  );
}

/** An arrow passing an open gate: can move. */
export function OpenGate(props: GateProps) {
  return (
    <Gate {...props}>
      <path d="M6.5 1.5v3M6.5 11.5v3M1.5 8h12M10.5 5l3 3-3 3" />
    </Gate>
  );
}

/** A gate with a key: can move, with options. The dot is amber in every theme. */
export function KeyedGate(props: GateProps) {
  return (
    <Gate {...props}>
      <path d="M12.5 1.5v13M6.8 8h5.7M9.5 8v2.2" />
      <circle cx="4.3" cy="8" r="2.5" />
      <circle cx="12.5" cy="3" r="2" fill="var(--amber)" stroke="none" />
    </Gate>
  );
}

/** A barred gate: cannot move. */
export function BarredGate(props: GateProps) {
  return (
    <Gate {...props}>
      <path d="M2.5 2v12M13.5 2v12M2.5 5h11M2.5 8h11M2.5 11h11" />
    </Gate>
  );
}

/** A gate whose bars are only guessed: not known. */
export function DashedGate(props: GateProps) {
  return (
    <Gate {...props}>
      <path d="M2.5 2v12M13.5 2v12" strokeDasharray="2 2.2" />
      <path d="M5 5h6M5 8h6M5 11h6" strokeDasharray="1.4 2.6" />
    </Gate>
  );
}
