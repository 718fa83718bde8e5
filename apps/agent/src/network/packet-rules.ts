import type { NftTable } from '@godwit/criu-driver';

/** What of a tree the network can see. */
export interface Exposure {
  serviceAddress: string | null;
  /** Protocol as in IP headers: 6 TCP, 17 UDP. */
  listeningPorts: readonly { protocol: number; port: number }[];
}

/** The name of a run's own tables; they are removed by this name and never by a pattern. */
export const tableName = (runId: string): string => `godwit_${runId.replaceAll('-', '').slice(0, 8)}`;

const familyOf = (address: string): 'ip' | 'ip6' => (address.includes(':') ? 'ip6' : 'ip');
const isIpv4 = (address: string | null): address is string => address !== null && !address.includes(':');

/** The tables that keep a held copy silent; none when the network cannot see the tree. */
export const silenceTables = (runId: string, exposure: Exposure): NftTable[] => {
  const name = tableName(runId);
  const inet = exposure.serviceAddress !== null || exposure.listeningPorts.length > 0;
  return [
    ...(inet ? [{ family: 'inet' as const, name }] : []),
    ...(isIpv4(exposure.serviceAddress) ? [{ family: 'arp' as const, name }] : []),
  ];
};

/**
 * The destination's rules, from before the service address appears there until the copy runs: nothing of it is answered
 * or sent, neither packets nor ARP. Without them the kernel acknowledges data for a copy that may yet be thrown away.
 */
export const silenceRules = (runId: string, exposure: Exposure): string => {
  const name = tableName(runId);
  const { serviceAddress: address } = exposure;
  const [input, output] = address === null ? portMatches(exposure) : addressMatches(address);
  const inet = replaceTable('inet', name, [
    chain('input', 'filter', -300, input),
    chain('output', 'filter', -300, output),
  ]);
  if (!isIpv4(address)) return inet;
  const arpInput = chain('input', 'filter', 0, [`arp daddr ip ${address} drop`, `arp saddr ip ${address} drop`]);
  return inet + replaceTable('arp', name, [arpInput, chain('output', 'filter', 0, [`arp saddr ip ${address} drop`])]);
};

/**
 * Makes those tables let everything pass. Adding rules takes a few milliseconds, removing tables a grace period of the kernel, some 20 ms
 * (Linux 6.18, nf_tables: whoever removed something waits for its destruction).
 */
export const openRules = (tables: readonly NftTable[]): string =>
  tables
    .flatMap(({ family, name }) => ['input', 'output'].map((hook) => `insert rule ${family} ${name} ${hook} accept\n`))
    .join('');

/**
 * The source's rule, from before the freeze until the address has left: CRIU locks established connections only, and a
 * new one that is accepted by the frozen listener would be reset after the commit. A dropped SYN is sent again.
 */
export const newConnectionRules = (runId: string, exposure: Exposure): string => {
  const ports = portsOf(exposure, 6);
  const { serviceAddress: address } = exposure;
  const to = address === null ? '' : `${familyOf(address)} daddr ${address} `;
  const match = `${to}tcp dport { ${ports.join(', ')} } tcp flags & (syn | ack) == syn drop`;
  return replaceTable('inet', tableName(runId), [chain('input', 'filter', -300, [match])]);
};

/** Whether the tree listens for new TCP connections at all. */
export const hasListeners = (exposure: Exposure): boolean => portsOf(exposure, 6).length > 0;

const addressMatches = (address: string): [string[], string[]] => {
  const family = familyOf(address);
  return [[`${family} daddr ${address} drop`], [`${family} saddr ${address} drop`]];
};

const portMatches = (exposure: Exposure): [string[], string[]] => {
  const protocols = (
    [
      ['tcp', 6],
      ['udp', 17],
    ] as const
  ).filter(([, number]) => portsOf(exposure, number).length > 0);
  const match = (side: 'dport' | 'sport') =>
    protocols.map(([name, number]) => `${name} ${side} { ${portsOf(exposure, number).join(', ')} } drop`);
  return [match('dport'), match('sport')];
};

const portsOf = (exposure: Exposure, protocol: number): number[] => [
  ...new Set(exposure.listeningPorts.filter((one) => one.protocol === protocol).map(({ port }) => port)),
];

const chain = (hook: string, type: string, priority: number, rules: readonly string[]): string =>
  `  chain ${hook} {\n    type ${type} hook ${hook} priority ${priority}; policy accept;\n${rules.map((rule) => `    ${rule}\n`).join('')}  }\n`;

// Naming the table before deleting it makes the whole ruleset repeatable.
const replaceTable = (family: string, name: string, chains: readonly string[]): string =>
  `table ${family} ${name}\ndelete table ${family} ${name}\ntable ${family} ${name} {\n${chains.join('')}}\n`;
