/** `::ffff:10.0.0.1` and `10.0.0.1` are one address to the host. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

/** Addresses every host has: wildcards and loopback. */
export const isEverywhere = (address: string): boolean => {
  const plain = plainAddress(address);
  return plain === '' || plain === '0.0.0.0' || plain === '::' || plain === '::1' || /^127\./.test(plain);
};
