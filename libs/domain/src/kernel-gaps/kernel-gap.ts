/** What a dump or restore needs of the kernel or of CRIU, and since when they have it. */
export interface KernelGap {
  id: string;
  /** The resource or state, as a person would call it. */
  title: string;
  /** What happens without it. */
  without: string;
  /** First kernel that has it; null when the kernel's part is as old as any that still runs. */
  kernel: string | null;
  /** First CRIU that can use it. */
  criu: string | null;
  /** Name for `criu check --feature`, which tells for certain; null where CRIU has no such test. */
  feature: string | null;
  /** Kernels before this one do not have the trouble at all. */
  troubleSince: string | null;
  /** Findings of a preflight that tell of it. */
  findings: readonly string[];
}

interface GapTerms {
  kernel?: string;
  criu?: string;
  feature?: string;
  troubleSince?: string;
  findings?: readonly string[];
}

export const gap = (id: string, title: string, without: string, terms: GapTerms): KernelGap => ({
  id,
  title,
  without,
  kernel: terms.kernel ?? null,
  criu: terms.criu ?? null,
  feature: terms.feature ?? null,
  troubleSince: terms.troubleSince ?? null,
  findings: terms.findings ?? [],
});
