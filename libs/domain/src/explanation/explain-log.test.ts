import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainLog } from './index.ts';

/** Logs that CRIU 4.2.1 wrote on kernel 6.18 when these failures were brought about; lines in between were left out. */
const recorded = new URL('./recorded/', import.meta.url);
const readLog = (name: string): string => readFileSync(new URL(`${name}.log`, recorded), 'utf8');

const failures: [log: string, errorId: string, cause: string][] = [
  ['dump-io-uring', 'io-uring', 'send_fds failed (-22)'],
  ['dump-file-lock', 'file-locks', 'Some file locks are hold by dumping tasks'],
  ['dump-quiet', 'file-locks', 'Some file locks are hold by dumping tasks'],
  ['dump-unix-stream-outside', 'unix-outside', 'External socket is used'],
  ['dump-unix-dgram-outside', 'unix-outside', 'External socket is used'],
  ['dump-tty-outside', 'terminal-outside', 'Found slave peer index 0'],
  ['dump-not-session-leader', 'not-session-leader', 'is not a session leader'],
  ['dump-link-remap', 'link-remap-needed', "Can't create link remap for /srv/app/lr/a"],
  ['dump-ghost-too-big', 'deleted-file-too-large', "Can't dump ghost file /srv/app/gh/a"],
  ['dump-tcp-established', 'tcp-connected', 'Connected TCP socket, consider'],
  ['dump-in-flight', 'tcp-in-flight', 'In-flight connection (l) for'],
  ['dump-mptcp', 'protocol-unsupported', 'Unsupported proto 262'],
  ['dump-udp-cork', 'udp-corked', "Can't dump corked dgram socket"],
  ['dump-vsock', 'socket-family-unknown', 'Unknown socket collected (family 40)'],
  ['dump-userfaultfd', 'descriptor-unsupported', "Can't dump file 3 of that type"],
  ['dump-memfd-secret', 'secret-memory', 'Unknown shit 100600 (/secretmem (deleted))'],
  ['dump-traced', 'process-not-stoppable', 'Unable to interrupt task: 13996 (Operation not permitted)'],
  ['dump-no-such-pid', 'process-gone', 'Failed to open /proc/999999/comm'],
  ['dump-nested-pid-namespace', 'nested-namespace', "Can't dump nested pid namespace"],
  ['dump-netlink-data', 'netlink-data', 'The socket has data to read'],
  ['dump-packet-pipe', 'pipe-of-packets', 'packetized mode'],
  ['dump-pidfd-outside', 'pidfd-outside', 'is not a part of process tree'],
  ['dump-sysv-memory', 'sysv-memory-of-host', "doesn't live in IPC ns"],
  ['dump-disk-full', 'images-do-not-fit', 'No space left on device'],
  ['dump-non-root', 'capability-missing', 'CRIU needs to have the CAP_SYS_ADMIN'],
  ['dump-other-uid', 'resource-limit-unreadable', "Can't get rlimit 0"],
  ['dump-page-server-unreachable', 'page-server-unreachable', "Can't connect to server 127.0.0.1:1"],
  ['dump-shared-vm', 'shared-address-space', "Can't make VM id for"],
  ['dump-device', 'descriptor-unsupported', 'chr 10:229'],
  ['dump-criu-in-tree', 'criu-inside-tree', 'The criu itself is within dumped tree'],
  ['dump-detached-mount', 'mount-not-visible', "Can't lookup mount=24 for fd=0"],
  ['dump-dummy-link', 'network-lock-tool-missing', 'execvp("iptables-restore"'],
  ['dump-hook-refused', 'hook-failed', 'Script /srv/hook.sh exited with -1'],
  ['dump-track-mem', 'memory-tracking-missing', 'Tracking memory is not available'],
  ['dump-no-images-directory', 'images-directory-missing', "Can't open dir /nowhere/x"],
  ['restore-pid-taken', 'pid-taken', "Can't fork for"],
  ['restore-file-missing', 'file-missing', "Can't open file srv/app/fm/data on restore"],
  ['restore-file-size', 'file-size-differs', 'has bad size 18 (expect 1)'],
  ['restore-file-mode', 'file-mode-differs', 'has bad mode 0100600'],
  ['restore-build-id', 'file-build-differs', 'has bad build-ID'],
  ['restore-port-taken', 'port-taken', 'Address already in use'],
  ['restore-address-gone', 'address-missing', 'Cannot assign requested address'],
  ['restore-tcp-without-option', 'tcp-connected-in-images', 'Connected TCP socket in image'],
  ['restore-tcp-close-missing', 'tcp-close-missing', 'Need to set the --tcp-close options'],
  ['restore-files-truncated', 'image-truncated', 'Read 38 bytes while 84 expected'],
  ['restore-inventory-missing', 'image-missing', 'Unexpected EOF on (empty-image)'],
  ['restore-magic', 'image-foreign', "Magic doesn't match for pstree.img"],
  ['restore-pages-missing', 'pages-missing', "Can't read pages data (-9)"],
  ['restore-pages-truncated', 'pages-truncated', 'returned 0'],
  ['restore-files-image-missing', 'death-at-restore', 'killed by signal 11'],
  ['restore-link-remap-gone', 'remapped-link-missing', "Can't link srv/app/lr/link_remap.12"],
  ['restore-inotify-gone', 'watched-path-gone', 'fsnotify: Unable to open'],
  ['restore-sched-deadline', 'scheduling-not-restorable', 'Inconsistent sched params received (6.0.0)'],
  ['restore-tty-no-terminal', 'terminal-missing-at-restore', "Don't have tty to inherit session from"],
  ['restore-unix-dgram-peer-gone', 'unix-peer-not-served', 'No such file or directory'],
  ['restore-cpu-cap', 'processor-image-missing', 'No cpuinfo image'],
];

describe('recorded failures', () => {
  it.each(failures)('%s is explained as %s', (name, errorId, cause) => {
    const log = readLog(name);
    const explanation = explainLog(log);
    expect(explanation).toMatchObject({ outcome: 'explained', errorId });
    expect(explanation.cause?.text).toContain(cause);
    expect(log.split('\n')[(explanation.cause?.line ?? 0) - 1]).toContain(cause);
    expect(explanation.remedies.length).toBeGreaterThan(0);
    expect([explanation.meaning, ...explanation.remedies].join(' ')).not.toMatch(/[{}]|undefined/);
  });

  it('are all named in the table above, or ended well', () => {
    const named = [...failures.map(([name]) => name), 'dump-ok', 'restore-tcp-ok'];
    expect(readdirSync(recorded).map((file) => file.replace(/\.log$/, ''))).toEqual(named.sort());
  });

  it.each([
    ['dump-io-uring', 'io-uring.ring'],
    ['dump-file-lock', 'file-locks.held'],
    ['dump-link-remap', 'deleted-files.link-remap'],
    ['dump-tcp-established', 'tcp-connections.connected'],
    ['dump-tty-outside', 'terminals.outside-master'],
    ['restore-file-size', 'destination-files.size'],
    ['restore-pid-taken', 'destination-ids.taken'],
  ])('%s names the finding %s that foretells it', (name, finding) => {
    expect(explainLog(readLog(name)).findings).toContain(finding);
  });
});

describe('what a log tells besides', () => {
  it.each([
    ['dump-file-lock', 'dump', 'finishing'],
    ['dump-tcp-established', 'dump', 'dumping-tasks'],
    ['dump-traced', 'dump', 'starting'],
    ['restore-pid-taken', 'restore', 'forking'],
    ['restore-file-size', 'restore', 'restoring-resources'],
  ])('%s is a %s that came to %s', (name, operation, phase) => {
    expect(explainLog(readLog(name))).toMatchObject({ operation, phase, criuVersion: '4.2.1', kernel: '6.18.44' });
  });

  it('takes numbers and paths out of the line', () => {
    expect(explainLog(readLog('dump-ghost-too-big')).remedies[0]).toContain('--ghost-limit=3002368');
    expect(explainLog(readLog('restore-file-missing')).meaning).toContain('/srv/app/fm/data');
    expect(explainLog(readLog('restore-pid-taken')).meaning).toMatch(/process id \d+ of the tree is taken/);
  });

  it('says which errors it passed over and why', () => {
    const { skipped } = explainLog(readLog('dump-tcp-established'));
    expect(skipped.map(({ text }) => text)).toEqual([
      "rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted",
      expect.stringContaining('Dump files'),
    ]);
    expect(skipped[0]?.reason).toContain('harmless');
  });

  it('shows the lines around the cause', () => {
    const { cause, context } = explainLog(readLog('restore-file-size'));
    expect(context.find(({ line }) => line === cause?.line)?.raw).toBe(cause?.raw);
    expect(context.length).toBeGreaterThan(4);
  });
});

describe('runs that did not fail', () => {
  it.each(['dump-ok', 'restore-tcp-ok'])('%s succeeded, harmless errors or not', (name) => {
    expect(explainLog(readLog(name))).toMatchObject({ outcome: 'succeeded', phase: 'done', cause: null });
  });

  it('one without an end is unfinished', () => {
    const log = readLog('dump-ok').split('\n').slice(0, 20).join('\n');
    expect(explainLog(log)).toMatchObject({ outcome: 'unfinished', cause: null });
  });
});
