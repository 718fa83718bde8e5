export interface ListenAddress {
  host: string;
  port: number;
}

/** `HOST:PORT`, an IPv6 address in brackets. Throws when it is neither. */
export const parseListenAddress = (text: string): ListenAddress => {
  const found = /^(?:\[(?<six>[0-9a-fA-F:]+)\]|(?<host>[^:\s]+)):(?<port>\d{1,5})$/.exec(text.trim());
  const host = found?.groups?.six ?? found?.groups?.host;
  const port = Number(found?.groups?.port);
  if (host === undefined || port > 65_535) throw new Error(`"${text}" is no address to listen on. Write HOST:PORT.`);
  return { host, port };
};

/** Several of them, separated by commas. */
export const parseListenAddresses = (text: string): ListenAddress[] => text.split(',').map(parseListenAddress);
