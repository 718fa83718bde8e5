import { execOn } from '../enter-host.mjs';

const table = 'by-hand';

/**
 * Shuts a service address on the destination before it appears there: nothing comes in, nothing goes out. The address is
 * put on the loopback device, and ARP for it is not answered, so the neighbours go on asking the source.
 */
export async function shutDestination(end, address) {
  await run(end, ['nft', 'add', 'table', 'inet', table]);
  for (const [chain, match] of [
    ['input', 'daddr'],
    ['output', 'saddr'],
  ]) {
    const hook = `{ type filter hook ${chain} priority -300 ; policy accept ; }`;
    await run(end, ['nft', 'add', 'chain', 'inet', table, chain, hook]);
    await run(end, ['nft', 'add', 'rule', 'inet', table, chain, 'ip', match, address, 'drop']);
  }
  await setSysctl(end, 'all/arp_ignore', '1');
  await run(end, ['ip', 'address', 'add', `${address}/32`, 'dev', 'lo']);
}

/** Drops new connections to the source: they would be made with a listener that is frozen, and reset after the commit. */
export async function shutSource(end, address) {
  await run(end, ['nft', 'add', 'table', 'inet', table]);
  await run(end, [
    'nft',
    'add',
    'chain',
    'inet',
    table,
    'input',
    '{ type filter hook input priority -300 ; policy accept ; }',
  ]);
  const newConnections = ['ip', 'daddr', address, 'tcp', 'flags', 'syn', '/', 'syn,ack'];
  await run(end, ['nft', 'add', 'rule', 'inet', table, 'input', ...newConnections, 'drop']);
}

/**
 * Moves the address and announces it. With arp_notify set, the kernel sends a gratuitous ARP for every address of a
 * device whose hardware address is set, even to what it was; without one, neighbours keep sending to the old host for
 * half a minute.
 */
export async function moveAddress(source, destination, address) {
  await run(source, ['ip', 'address', 'delete', `${address}/32`, 'dev', 'eth0']);
  await run(destination, ['ip', 'address', 'delete', `${address}/32`, 'dev', 'lo']);
  await run(destination, ['ip', 'address', 'add', `${address}/32`, 'dev', 'eth0']);
  await setSysctl(destination, 'all/arp_ignore', '0');
  await setSysctl(destination, 'eth0/arp_notify', '1');
  const { stdout } = await run(destination, ['cat', '/sys/class/net/eth0/address']);
  await run(destination, ['ip', 'link', 'set', 'dev', 'eth0', 'address', stdout.trim()]);
}

/** Takes an address that never became the destination's off it again. */
export async function forgetAddress(end, address) {
  await run(end, ['ip', 'address', 'delete', `${address}/32`, 'dev', 'lo']);
  await setSysctl(end, 'all/arp_ignore', '0');
}

export async function removeRules(end) {
  await run(end, ['nft', 'delete', 'table', 'inet', table]);
}

/** CRIU leaves the lock of the source's connections behind: a table named CRIU- and the first characters of a UUID. */
export async function sweepNetworkLock(end) {
  const names = await listNetworkLocks(end);
  for (const name of names) await run(end, ['nft', 'delete', 'table', 'inet', name]);
  return names;
}

export async function listNetworkLocks(end) {
  const { stdout } = await run(end, ['nft', 'list', 'tables']);
  return [...stdout.matchAll(/^table inet (CRIU-\S+)$/gm)].map((match) => match[1]);
}

function setSysctl(end, name, value) {
  return run(end, ['tee', `/proc/sys/net/ipv4/conf/${name}`], { input: value });
}

async function run(end, argv, options) {
  const result = await execOn(end.set, end.host.name, argv, options);
  if (result.code !== 0) throw new Error(`On ${end.host.name}: ${argv.join(' ')}: ${result.stderr.trim()}`);
  return result;
}
