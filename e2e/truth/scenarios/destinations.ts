import type { Destination, Hold, Scenario, SystemProgram } from '../scenario.ts';

type Changes = Destination['changes'];

const differs = (
  name: string,
  holds: readonly Hold[],
  changes: Changes,
  rest: Partial<Destination> = {},
): Scenario => ({
  name: `there.${name}`,
  holds,
  destination: { changes, ...rest },
});

/** One tree, and a list of differences, each tried for itself. */
const against = (word: string, holds: readonly Hold[], differences: Record<string, Changes>): Scenario[] =>
  Object.entries(differences).map(([name, changes]) => differs(`${word}.${name}`, holds, changes));

const file = '{dir}/files/file';
const fileChanges: Record<string, Changes> = {
  nothing: [['nothing']],
  missing: [['remove', file]],
  'folder-missing': [['remove', '{dir}/files']],
  longer: [['append', file]],
  shorter: [['shorten', file]],
  empty: [['empty', file]],
  'one-byte': [['flip', file, '2000']],
  mode: [['mode', file, '0640']],
  owner: [['owner', file]],
  touched: [['touch', file]],
  rewritten: [['rewrite', file]],
  'a-directory': [['into-directory', file]],
  'a-link': [['into-link', file]],
  'other-disk': [['over', '{dir}/files']],
  'read-only': [['read-only', '{dir}/files']],
};
/** A file that is written: on storage that both see, or on the destination's own. */
const writtenChanges: Record<string, Changes> = {
  'shared-storage': [['nothing']],
  'equal-copy': [['over', '{dir}/files']],
  'shorter-copy': [
    ['over', '{dir}/files'],
    ['shorten', file],
  ],
  'stale-copy': [
    ['over', '{dir}/files'],
    ['flip', file, '100'],
  ],
  'no-copy': [
    ['over', '{dir}/files'],
    ['remove', file],
  ],
  'read-only': [['read-only', '{dir}/files']],
};

const binary = (path: string): Record<string, Changes> => ({
  missing: [['remove', path]],
  'other-build': [['other-build', path]],
  longer: [['append', path]],
  'one-byte': [['flip', path, '20000']],
  mode: [['mode', path, '0644']],
  touched: [['touch', path]],
  'a-link': [['into-link', path]],
});

const libraryMissing: Record<string, Changes> = { 'no-exec': [['no-exec', '{dir}']] };

const script: SystemProgram = {
  argv: ['bash', '{dir}/script.sh'],
  // Bash reads a script piece by piece: what comes after the loop is read when the loop ends.
  files: {
    'script.sh': 'echo x >> started\nwhile [ ! -e go ]; do\n sleep 0.1\ndone\necho x >> finished\nsleep 1000\n',
  },
  ready: { argv: ['cat', 'started'], expects: 'x' },
  ask: { argv: ['bash', '-c', 'touch go; sleep 0.5; cat finished'], expects: 'x' },
};
const scriptChanges: Record<string, Changes> = {
  nothing: [['nothing']],
  'equal-size': [['same-size', '{dir}/script.sh']],
  missing: [['remove', '{dir}/script.sh']],
  longer: [['append', '{dir}/script.sh']],
  mode: [['mode', '{dir}/script.sh', '0600']],
};

const listener: readonly Hold[] = [['tcp_listener', {}]];
const unix: readonly Hold[] = [['unix_listener', { folder: true }]];

const placeScenarios: readonly Scenario[] = [
  ...against('cwd', [['cwd', { who: 'child' }]], {
    missing: [['remove', '{dir}/working']],
    'a-file': [['into-file', '{dir}/working']],
    mode: [['mode', '{dir}/working', '0700']],
    'a-link': [['into-link', '{dir}/working']],
  }),
  ...against('root', [['changed_root', {}]], { missing: [['remove', '{dir}/jail']] }),
  ...against('directory', [['open_directory', {}]], {
    missing: [['remove', '{dir}/folder']],
    mode: [['mode', '{dir}/folder', '0700']],
  }),
  ...against('ghost', [['open_file', { state: 'deleted' }]], {
    'folder-missing': [['remove', '{dir}/files']],
    'name-taken': [['nothing']],
  }),
  ...against('fifo', [['fifo', {}]], { missing: [['remove', '{dir}/fifo']], mode: [['mode', '{dir}/fifo', '0600']] }),
  ...against('inotify', [['inotify', { of: 'folder' }]], {
    nothing: [['nothing']],
    missing: [['remove', '{dir}/watched-{pid}']],
  }),
  ...against('terminal', [['terminal_pair', {}]], { free: [['nothing']], taken: [['take-terminal', '{terminal}']] }),
  ...against('proc-outside', [['thread_file', { of: 'outside' }]], { nothing: [['nothing']] }),
  ...against('far', [['far_datagrams', {}]], { 'no-route': [['nothing']] }),
  ...against('bound-device', [['far_datagrams', { device: true }]], { missing: [['nothing']] }),
  ...against('linked', [['open_file', { state: 'linked' }]], { nothing: [['nothing']] }),
  ...against('in-memory', [['open_file', { at: '/dev/shm' }]], {
    missing: [['hide', '/dev/shm']],
    shared: [['nothing']],
  }),
  ...against('mapped', [['mapped_file', {}]], {
    missing: [['remove', '{dir}/mapped']],
    shorter: [['shorten', '{dir}/mapped']],
  }),
  ...against('device', [['device', { path: '/dev/zero' }]], { nothing: [['nothing']] }),
  ...against('lock', [['file_lock', {}]], { held: [['take-lock', '{dir}/lock']] }),
  differs('lock.kept-by-source', [['file_lock', { common: true }]], [['nothing']], { holdsSource: true }),
  differs('lock.shared-and-kept', [['file_lock', { exclusive: false, common: true }]], [['nothing']], {
    holdsSource: true,
  }),
];

const idScenarios: readonly Scenario[] = [
  ...against('ids', [['children', { count: 1 }]], {
    'root-taken': [['take-id', '{pid}']],
    'next-taken': [['take-id', '{child}']],
    free: [['take-id', '9']],
  }),
  ...against('threads', [['threads', { count: 2 }]], { 'thread-taken': [['take-id', '{thread}']] }),
  ...against('session', [['session', { state: 'leader-lives' }]], { 'leader-taken': [['take-id', '{child}']] }),
  ...against('group', [['session', { state: 'leader-gone', empty_group: true }]], {
    nothing: [['nothing']],
    'group-taken': [['take-id', '{group}']],
  }),
  ...against('zombie', [['zombie', {}]], { 'zombie-taken': [['take-id', '{child}']] }),
  ...against('pid-max', [['children', { count: 1 }]], { low: [['sysctl', 'kernel/pid_max', '400']] }),
];

const socketScenarios: readonly Scenario[] = [
  ...against('port', listener, {
    taken: [['take-port', '{port}']],
    'taken-by-any': [['take-port', '{port}', '0.0.0.0']],
    'taken-elsewhere': [['take-port', '{port}', '127.0.0.2']],
    'taken-six': [['take-port', '{port}', '::1']],
    'taken-reusable': [['take-port-reusable', '{port}']],
    'taken-for-udp': [['take-udp-port', '{port}']],
    'loopback-down': [['loopback-down']],
  }),
  ...against('port-any', [['tcp_listener', { at: 'any' }]], { taken: [['take-port', '{port}']], free: [['nothing']] }),
  ...against('port-six', [['tcp_listener', { family: 6 }]], {
    taken: [['take-port', '{port}', '::1']],
    'taken-four': [['take-port', '{port}']],
  }),
  ...against('udp', [['udp', {}]], {
    taken: [['take-udp-port', '{port}']],
    'taken-for-tcp': [['take-port', '{port}']],
  }),
  ...against('address', [['tcp_listener', { at: 'machine' }]], {
    missing: [['nothing']],
    present: [['add-address', '{address}']],
  }),
  ...against('address-six', [['tcp_listener', { at: 'machine', family: 6 }]], { missing: [['nothing']] }),
  ...against('unix', unix, {
    free: [['nothing']],
    'folder-missing': [['remove', '{dir}/sockets']],
    'name-taken': [
      ['remove', '{dir}/sockets/socket'],
      ['take-path', '{dir}/sockets/socket'],
    ],
    'a-file': [
      ['remove', '{dir}/sockets/socket'],
      ['into-file', '{dir}/sockets'],
    ],
    'read-only': [['read-only', '{dir}/sockets']],
  }),
  ...against('abstract', [['unix_listener', { name: 'abstract' }]], {
    free: [['nothing']],
    taken: [['take-path', '@truth-{name}']],
  }),
  ...against('connected', [['tcp_inside', {}]], { nothing: [['nothing']] }),
];

const hostScenarios: readonly Scenario[] = [
  differs('criu.older', [['children', { count: 1 }]], [['nothing']], { criu: 'debian-13' }),
  differs('criu.older-with-socket', listener, [['nothing']], { criu: 'debian-13' }),
  differs('criu.older-with-udp', [['udp', {}]], [['nothing']], { criu: 'debian-13' }),
  differs('criu.older-with-unix', unix, [['nothing']], { criu: 'debian-13' }),
  differs('criu.missing', [['children', { count: 1 }]], [['nothing']], { criu: 'missing' }),
  ...[
    'sys_admin',
    'sys_ptrace',
    'checkpoint_restore',
    'net_admin',
    'sys_nice',
    'setpcap',
    'dac_override',
    'sys_chroot',
  ].map((one) =>
    differs(`rights.without-${one}`, [['children', { count: 1 }]], [['nothing']], { withoutCapabilities: [one] }),
  ),
  differs('rights.without-setuid-for-other-group', [['identity', { uid: 65534, only_gid: true }]], [['nothing']], {
    withoutCapabilities: ['setgid'],
  }),
  differs('rights.net_admin-with-connection', [['tcp_inside', {}]], [['nothing']], {
    withoutCapabilities: ['net_admin'],
  }),
  differs('tools.none-with-connection', [['tcp_inside', {}]], [['nothing']], {
    withoutTools: ['iptables-restore', 'ip6tables-restore', 'nft'],
  }),
  differs('criu.older-with-packet-probed', [['odd_socket', { kind: 'packet' }]], [['nothing']], {
    criu: 'debian-13',
    probes: ['process', 'packet-socket'],
  }),
  ...against('cgroup', [['own_cgroup', { version: 1 }]], {
    nothing: [['nothing']],
    'not-mounted': [['unmount', '/sys/fs/cgroup/pids']],
  }),
  differs('limit.nofile', [['high_descriptor', {}]], [['nothing']], { limits: ['--nofile=64:64'] }),
  differs('limit.nofile-enough', [['high_descriptor', {}]], [['nothing']], { limits: ['--nofile=1024:1024'] }),
  differs('memory.limit-below', [['anonymous', { mib: 200, random: true }]], [['nothing']], {
    memoryMiB: 160,
    rootSize: '1g',
  }),
  differs('memory.limit-above', [['anonymous', { mib: 64, random: true }]], [['nothing']], { memoryMiB: 512 }),
  differs('memory.shared-full', [['posix_memory', { state: 'deleted', size: 3 << 20 }]], [['nothing']]),
  differs('disk.full-with-ghost', [['open_file', { state: 'deleted', size: 1 << 19 }]], [['fill', '/', '2097152']], {
    rootSize: '32m',
  }),
  differs('disk.room-with-ghost', [['open_file', { state: 'deleted', size: 1 << 19 }]], [['fill', '/', '16777216']], {
    rootSize: '32m',
  }),
];

/** Trees that are moved to a machine on which one thing is different. */
export const destinationScenarios: readonly Scenario[] = [
  { ...differs('clock.outside', [['outside_clock', {}]], [['nothing']]), other: [['leaves', {}]] },
  ...against('file', [['open_file', {}]], fileChanges),
  ...against('written', [['open_file', { how: 'write' }]], writtenChanges),
  ...against('appended', [['open_file', { how: 'append' }]], writtenChanges),
  ...against('executable', [['executable', {}]], { ...binary('{dir}/program'), ...libraryMissing }),
  ...against('library', [['library', {}]], { ...binary('{dir}/library.so'), ...libraryMissing }),
  ...Object.entries(scriptChanges).map(([name, changes]) => ({
    name: `there.script.${name}`,
    program: script,
    destination: { changes },
  })),
  ...placeScenarios,
  ...idScenarios,
  ...socketScenarios,
  ...hostScenarios,
];
