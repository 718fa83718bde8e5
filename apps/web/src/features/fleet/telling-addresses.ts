const atMost = 2;

/** Loopback and link-local addresses are on every host and tell none apart. */
const tellsNothing = (address: string) => /^(127\.|::1$|fe80:|169\.254\.)/i.test(address);

/** The addresses by which people know a host, IPv4 first, and how many more there are. */
export const tellingAddresses = (all: readonly string[]): { first: string[]; others: number } => {
  const telling = all.filter((address) => !tellsNothing(address));
  const ordered = [...telling.filter((one) => !one.includes(':')), ...telling.filter((one) => one.includes(':'))];
  return { first: ordered.slice(0, atMost), others: Math.max(0, ordered.length - atMost) };
};
