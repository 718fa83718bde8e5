import type { Ancestor } from '../tree/read-ancestors.ts';

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/** Names a process goes by: its command as the kernel cut it, and the base names of its first two arguments. */
const namesOf = ({ comm, commandLine }: Ancestor): string[] => [comm, ...commandLine.slice(0, 2).map(baseName)];

/** Programs that start a child again when it ends. Those that only start such a program (runsvdir, s6-svscan) are none. */
const supervisorPrograms = new Set([
  'supervisord',
  'runsv',
  's6-supervise',
  'supervise',
  'supervise-daemon',
  'monit',
  'circusd',
  'forever',
  'nodemon',
  'perpd',
  'dinit',
  'god',
  'immortal',
  'overmind',
  'process-compose',
  'watchexec',
  'start_daemon.pl',
]);

const containerRuntimes = new Set([
  'conmon',
  'containerd-shim',
  'runc',
  'crun',
  'lxc-start',
  'systemd-nspawn',
  'youki',
]);

/** Programs that end with the child they started, so that whoever restarts them restarts the child. */
const passThrough = new Set([
  'sudo',
  'su',
  'env',
  'setpriv',
  'runuser',
  'tini',
  'dumb-init',
  'catatonit',
  'gosu',
  'su-exec',
  'timeout',
  'nice',
  'ionice',
  'chroot',
  'unshare',
  'nsenter',
  'script',
  'stdbuf',
  'chpst',
  'setuidgid',
  's6-setuidgid',
  'softlimit',
  'npm',
  'npx',
  'flock',
  'strace',
  'firejail',
  'doas',
]);

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox']);

const isPm2 = ({ commandLine, comm }: Ancestor): boolean => /^PM2 v[\d.]+/.test(commandLine[0] ?? comm);

/** The name of the process supervisor this process is, or null. */
export const supervisorName = (ancestor: Ancestor): string | null =>
  isPm2(ancestor) ? 'pm2' : (namesOf(ancestor).find((name) => supervisorPrograms.has(name)) ?? null);

/** The name of the container runtime this process is, or null. The kernel cuts names at 15 characters. */
export const containerRuntimeName = (ancestor: Ancestor): string | null =>
  namesOf(ancestor).find((name) => containerRuntimes.has(name) || name.startsWith('containerd-shim')) ?? null;

export const isShell = ({ comm, commandLine }: Ancestor): boolean =>
  shells.has(comm) && shells.has(baseName(commandLine[0] ?? comm).replace(/^-/, ''));

export const endsWithItsChild = ({ comm }: Ancestor): boolean => passThrough.has(comm);
