import type { HostFacts } from '@godwit/domain/facts';

/** Type of one fact of a host once it is known. */
export type HostValue<K extends keyof HostFacts> = Extract<NonNullable<HostFacts[K]>, { known: true }>['value'];
