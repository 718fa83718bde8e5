import { criuFeatures } from '@godwit/domain/criu';
import type { Fact, HostFacts } from '@godwit/domain/facts';

/** One thing a host needs before anything can be dumped or restored on it. */
export interface DoctorCheck {
  name: string;
  /** A note is no fault: it tells what this host cannot carry. */
  state: 'ok' | 'missing' | 'unknown' | 'note';
  seen: string;
  /** What mends it; null when nothing has to be done. */
  remedy: string | null;
}

type Judged = Omit<DoctorCheck, 'name'>;

const ok = (seen: string): Judged => ({ state: 'ok', seen, remedy: null });
const missing = (seen: string, remedy: string): Judged => ({ state: 'missing', seen, remedy });

const check = <T>(name: string, fact: Fact<T>, judge: (value: T) => Judged, remedy: string): DoctorCheck =>
  fact.known ? { name, ...judge(fact.value) } : { name, state: 'unknown', seen: fact.reason, remedy };

/** CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE (capabilities(7)): one of them CRIU cannot do without. */
const mayCheckpoint = (capEffective: string): boolean =>
  (BigInt(`0x${capEffective || '0'}`) & ((1n << 21n) | (1n << 40n))) !== 0n;

const privileges = (host: HostFacts): DoctorCheck =>
  check(
    'Privileges',
    host.privileges,
    ({ uid, capEffective }) =>
      mayCheckpoint(capEffective)
        ? ok(`uid ${uid}, capabilities ${capEffective}`)
        : missing(`uid ${uid} without CAP_SYS_ADMIN and CAP_CHECKPOINT_RESTORE`, 'Run as root.'),
    'Check that /proc is mounted and readable.',
  );

const criu = (host: HostFacts): DoctorCheck =>
  check(
    'CRIU',
    host.criu,
    ({ path, version, checkProblem }) =>
      checkProblem === null
        ? ok(`${version} at ${path}; \`criu check\` found nothing`)
        : missing(`${version} at ${path}: ${checkProblem}`, 'Run `criu check` as root and mend what it names.'),
    'Install CRIU 4.2 or newer, for example with `apt-get install criu`, or name it with --criu or GODWIT_CRIU.',
  );

const kernel = (host: HostFacts): DoctorCheck =>
  check('Kernel', host.kernel, ({ release, architecture }) => ok(`${release} ${architecture}`), 'Mount /proc.');

/** What CRIU found missing in this kernel, each with what that breaks. Few trees need any of it. */
const kernelFeatures = (host: HostFacts): DoctorCheck[] => {
  if (!host.criu.known) return [];
  const lacking = Object.entries(host.criu.value.features).filter(([, there]) => !there);
  return lacking.map(([name]) => ({
    name: 'Kernel feature',
    state: 'note',
    seen: `${name} is missing. ${criuFeatures[name]?.breaks ?? ''}`.trim(),
    remedy: null,
  }));
};

const networkLock = (host: HostFacts): DoctorCheck =>
  check(
    'Network lock',
    host.tools,
    (tools) => {
      const found = ['nft', 'iptables-restore'].find((name) => tools[name] !== null && tools[name] !== undefined);
      return found === undefined
        ? missing('neither nft nor iptables-restore', 'Install nftables: `apt-get install nftables`.')
        : ok(`${found} at ${tools[found]}`);
    },
    'Check PATH.',
  );

const freezer = (host: HostFacts): DoctorCheck =>
  check(
    'Freezer',
    host.cgroup,
    ({ version, freezer: present }) =>
      present
        ? ok(`cgroup ${version}`)
        : missing(`cgroup ${version} without a freezer`, 'Mount cgroup2: `mount -t cgroup2 none /sys/fs/cgroup`.'),
    'Check that /proc and /sys are mounted.',
  );

const images = (host: HostFacts): DoctorCheck =>
  check(
    'Images directory',
    host.imagesDirectory,
    ({ path, freeBytes, filesystem }) => ok(`${path} on ${filesystem}, ${(freeBytes / 2 ** 30).toFixed(1)} GiB free`),
    'Make the directory, or name another with GODWIT_IMAGES.',
  );

/** Everything a host needs, each looked at and told, in the order a person would mend it. */
export const doctorChecks = (host: HostFacts): DoctorCheck[] => [
  ...[privileges, kernel, criu, networkLock, freezer, images].map((look) => look(host)),
  ...kernelFeatures(host),
];
