import type { HostFacts } from '../facts/index.ts';

/** What CRIU itself found on a host when it tried a feature; null when nobody looked. */
export const featureOf = (host: HostFacts | undefined, name: string): boolean | null =>
  host?.criu.known ? (host.criu.value.features[name] ?? null) : null;
