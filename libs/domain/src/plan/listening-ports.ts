import type { InetSocket, TreeFacts } from '../facts/index.ts';

/** IPPROTO_UDP and IPPROTO_UDPLITE of netinet/in.h: they have no listening state, being bound is enough. */
const datagram = new Set([17, 136]);

const acceptsStrangers = ({ protocol, state, remote }: InetSocket): boolean =>
  state === 'listen' || (datagram.has(protocol) && remote.port === 0);

/** Ports on which somebody new may reach the tree, each once. Empty when the sockets could not be read. */
export const listeningPorts = (tree: TreeFacts): { protocol: number; port: number }[] => {
  if (!tree.inetSockets.known) return [];
  const found = new Map(
    tree.inetSockets.value
      .filter(acceptsStrangers)
      .map(({ protocol, local }) => [`${protocol}:${local.port}`, { protocol, port: local.port }]),
  );
  return [...found.values()];
};
