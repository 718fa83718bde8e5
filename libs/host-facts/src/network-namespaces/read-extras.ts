import type { NetworkNamespace } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { netlinkProtocols } from '../native/netlink.ts';
import { dumpNetlink, netlinkAttributes, netlinkText } from '../native/netlink-dump.ts';
import { readText, readTextOrNull } from '../procfs/read-text.ts';

type Value<F> = F extends { known: true; value: infer V } ? V : never;

const request = { neighbours: 30, disciplines: 38, nftTables: (10 << 8) | 1 } as const;
const permanent = 0x80;
/** What the kernel gives a link by itself; the rest somebody chose. */
const byItself = new Set(['noqueue', 'pfifo_fast', 'fq_codel', 'fq', 'mq', 'noop', 'ingress_default']);

/** Neighbours that somebody entered by hand: CRIU does not carry any. */
export const countNeighbours = (libc: Libc): number =>
  dumpNetlink(libc, netlinkProtocols.route, { type: request.neighbours, body: Buffer.alloc(12) }).filter(
    (body) => (body.readUInt16LE(8) & permanent) !== 0,
  ).length;

/** Queueing disciplines that are not the kernel's own choice (RTM_GETQDISC). */
export const readDisciplines = (libc: Libc): Value<NetworkNamespace['disciplines']> =>
  dumpNetlink(libc, netlinkProtocols.route, { type: request.disciplines, body: Buffer.alloc(20) })
    .map((body) => ({ link: body.readInt32LE(4), kind: netlinkText(netlinkAttributes(body, 20).get(1)) ?? '' }))
    .filter(({ kind }) => !byItself.has(kind));

const families: Record<number, string> = { 1: 'inet', 2: 'ip', 3: 'arp', 5: 'netdev', 7: 'bridge', 10: 'ip6' };

/** Tables of nftables (NFT_MSG_GETTABLE). Throws on a kernel without it. */
export const readNftTables = (libc: Libc): string[] =>
  dumpNetlink(libc, netlinkProtocols.netfilter, { type: request.nftTables, body: Buffer.alloc(4) }).map(
    (body) => `${families[body[0] ?? 0] ?? body[0]} ${netlinkText(netlinkAttributes(body, 4).get(1)) ?? ''}`,
  );

/** Tables of the older iptables that were ever used in the namespace of this thread. */
export const readLegacyTables = (): string[] =>
  ['ip', 'ip6'].flatMap((family) =>
    (readTextOrNull(`/proc/thread-self/net/${family}_tables_names`) ?? '')
      .split('\n')
      .filter(Boolean)
      .map((table) => `${family} ${table}`),
  );

/** What a new network namespace starts with (Documentation/networking/ip-sysctl, Linux 6.x), of what people change. */
const defaults: Record<string, string> = {
  'net/core/somaxconn': '4096',
  'net/ipv4/ip_local_port_range': '32768\t60999',
  'net/ipv4/ip_unprivileged_port_start': '1024',
  'net/ipv4/ip_default_ttl': '64',
  'net/ipv4/ip_nonlocal_bind': '0',
  'net/ipv4/tcp_fin_timeout': '60',
  'net/ipv4/tcp_keepalive_time': '7200',
  'net/ipv4/tcp_keepalive_intvl': '75',
  'net/ipv4/tcp_keepalive_probes': '9',
  'net/ipv4/tcp_retries2': '15',
  'net/ipv4/tcp_syn_retries': '6',
  'net/ipv4/tcp_synack_retries': '5',
  'net/ipv4/tcp_syncookies': '1',
  'net/ipv4/tcp_sack': '1',
  'net/ipv4/tcp_timestamps': '1',
  'net/ipv4/tcp_window_scaling': '1',
  'net/ipv4/tcp_fastopen': '1',
};

/** Settings of the namespace of this thread that differ from a new one's. */
export const readSettings = (): Value<NetworkNamespace['settings']> =>
  Object.entries(defaults).flatMap(([name, initial]) => {
    const value = readText(`/proc/sys/${name}`).trim();
    return value === initial ? [] : [{ name: name.replaceAll('/', '.'), value: value.replace('\t', ' ') }];
  });
