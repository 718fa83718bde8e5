import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { type HostFacts, known } from '@godwit/domain/facts';
import { describe, expect, test } from 'vitest';
import { expectForetold } from './describe-with-criu.ts';
import { collectSource } from './judge-program.ts';
import { keepPython } from './kept-program.ts';
import { type OwnDestination, tryOwnDestination } from './own-destination.ts';
import { type Holding, holdLock, holdName, holdTerminals, mountOver } from './take-places.ts';

interface Trial extends OwnDestination {
  name: string;
  rule: string;
  program: string;
  /** Changes the world between dump and restore; what it returns is undone afterwards. */
  change?: (directory: string) => Holding | void | Promise<Holding | void>;
  /** Kinds of findings of the rule. */
  finds: string[];
  /** CRIU passes all the same. */
  passes?: true;
}

const inside = (body: string): string => `
os.mkdir('in')
${body}
ready()
wait()`;

const writing = inside("file = open('in/data', 'w+')\nfile.write('x')\nfile.flush()");
const bound = inside(
  "server = socket.socket(socket.AF_UNIX)\nserver.bind(os.getcwd() + '/in/socket')\nserver.listen(1)",
);
const idle = 'ready()\nwait()';
const sending = `
inner = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inner.bind(os.getcwd() + '/receiver')
pid = os.fork()
if pid == 0:
    os.setsid()
    mine = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    mine.connect(os.getcwd() + '/receiver')
    inner.close()
    ready(os.getpid())
    wait()
tend()`;

/** setpriv(1) without one capability, and what the facts would then say. */
const without = (capability: string, bit: number): OwnDestination => ({
  under: ['setpriv', `--bounding-set=-${capability}`, `--inh-caps=-${capability}`],
  host: ({ privileges }) =>
    privileges.known
      ? {
          privileges: known({ ...privileges.value, capEffective: clearBit(privileges.value.capEffective, bit) }),
          ownRights: { known: false, reason: 'it is that of another process' },
        }
      : {},
});

const clearBit = (mask: string, bit: number): string => (BigInt(`0x${mask}`) & ~(1n << BigInt(bit))).toString(16);

const limited = (name: string, value: number): OwnDestination => ({
  under: ['prlimit', `--${name}=${value}:${value}`],
  host: (): Partial<HostFacts> => ({ ownLimits: known({ [name]: { soft: value, hard: value } }) }),
});

const trials: Trial[] = [
  { name: 'plain mounts', rule: 'destination-mounts', program: writing, finds: [] },
  {
    name: 'a file to write on a read-only mount',
    rule: 'destination-mounts',
    program: writing,
    change: (place) => mountOver(`${place}/in`, 'ro'),
    finds: ['read-only'],
  },
  {
    name: 'a library on a mount with noexec',
    rule: 'destination-mounts',
    program: inside(`
import shutil, _ctypes
shutil.copy(_ctypes.__file__, 'in/library.so')
handle = open('in/library.so', 'rb')
memory = mmap.mmap(handle.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE)
handle.close()`),
    change: (place) => mountOver(`${place}/in`, 'noexec'),
    finds: ['noexec'],
  },
  {
    name: 'a deleted file whose directory is read-only',
    rule: 'destination-mounts',
    program: inside("file = open('in/data', 'w+')\nfile.write('x')\nfile.flush()\nos.unlink('in/data')"),
    change: (place) => mountOver(`${place}/in`, 'ro'),
    finds: ['ghost-read-only'],
  },
  {
    name: 'a deleted file whose directory is gone, which CRIU makes',
    rule: 'destination-mounts',
    program: inside("file = open('in/data', 'w+')\nfile.write('x')\nfile.flush()\nos.unlink('in/data')"),
    change: (place) => rmdirSync(`${place}/in`),
    finds: [],
  },
  { name: 'a left-over socket, which CRIU removes', rule: 'destination-sockets', program: bound, finds: [] },
  {
    name: 'a file in the place of a socket',
    rule: 'destination-sockets',
    program: bound,
    change: (place) => {
      rmSync(`${place}/in/socket`);
      writeFileSync(`${place}/in/socket`, '');
    },
    finds: ['path-occupied'],
  },
  {
    name: 'somebody who listens in the place of a socket',
    rule: 'destination-sockets',
    program: bound,
    change: async (place) => {
      rmSync(`${place}/in/socket`);
      const server = createServer();
      await once(server.listen(`${place}/in/socket`), 'listening');
      return () => void server.close();
    },
    finds: ['path-overtaken'],
    passes: true,
  },
  {
    name: 'somebody who has the same abstract name',
    rule: 'destination-sockets',
    program: inside("server = socket.socket(socket.AF_UNIX)\nserver.bind('\\0godwit-trial')\nserver.listen(1)"),
    change: () => holdName('godwit-trial'),
    finds: ['name-taken'],
  },
  {
    name: 'a receiver that is still there',
    rule: 'destination-sockets',
    program: sending,
    dumpOptions: ['--ext-unix-sk'],
    restoreOptions: ['--ext-unix-sk'],
    finds: [],
  },
  {
    name: 'a receiver that is gone',
    rule: 'destination-sockets',
    program: sending,
    dumpOptions: ['--ext-unix-sk'],
    restoreOptions: ['--ext-unix-sk'],
    change: (place) => rmSync(`${place}/receiver`),
    finds: ['peer-missing'],
  },
  {
    name: 'a terminal whose number is taken',
    rule: 'destination-terminals',
    program: inside('master, slave = os.openpty()'),
    change: () => holdTerminals(8),
    finds: ['taken'],
  },
  {
    name: 'a lock that somebody holds',
    rule: 'destination-locks',
    program: inside("file = open('in/data', 'w+')\nfcntl.flock(file, fcntl.LOCK_EX)"),
    dumpOptions: ['--file-locks'],
    restoreOptions: ['--file-locks'],
    change: (place) => holdLock(`${place}/in/data`),
    // CRIU would wait without end.
    under: ['timeout', '--signal=KILL', '2'],
    finds: ['held'],
  },
  {
    // An exclusive one would first have to be on storage that is proved to be the destination's own.
    name: 'a shared lock, and nobody who holds another',
    rule: 'destination-locks',
    program: inside("file = open('in/data', 'w+')\nfcntl.flock(file, fcntl.LOCK_SH)"),
    dumpOptions: ['--file-locks'],
    restoreOptions: ['--file-locks'],
    finds: [],
  },
  {
    name: 'a watched directory that is gone',
    rule: 'destination-watches',
    program: inside("watch = libc.inotify_init()\nlibc.inotify_add_watch(watch, b'in', 2)"),
    change: (place) => rmdirSync(`${place}/in`),
    finds: ['missing'],
  },
  {
    name: 'a high descriptor and a low limit',
    rule: 'destination-limits',
    program: inside('os.dup2(0, 3000)'),
    ...limited('nofile', 1024),
    finds: ['descriptor-number'],
  },
  {
    name: 'the highest descriptor that CRIU manages',
    rule: 'destination-limits',
    program: inside('os.dup2(0, 992)'),
    ...limited('nofile', 1024),
    finds: [],
  },
  {
    name: 'one more',
    rule: 'destination-limits',
    program: inside('os.dup2(0, 993)'),
    ...limited('nofile', 1024),
    finds: ['descriptor-number'],
  },
  {
    name: 'a limit of the address space',
    rule: 'destination-limits',
    program: inside('memory = mmap.mmap(-1, 400 << 20)'),
    ...limited('as', 300 * 1024 * 1024),
    finds: ['address-space'],
  },
  {
    name: 'no CAP_SYS_TIME',
    rule: 'destination-privileges',
    program: idle,
    ...without('sys_time', 25),
    // CAP_SYS_TIME is among those that the program has and CRIU cannot give.
    finds: ['no-clock-right', 'capability-lacking'],
  },
  {
    name: 'no CAP_NET_RAW, which the program has',
    rule: 'destination-privileges',
    program: idle,
    ...without('net_raw', 13),
    finds: ['capability-lacking'],
  },
];

describe('what a destination must have, judged and then tried', () => {
  test.each(trials)('$rule: $name', async ({ rule, program, change, finds, passes = false, ...world }) => {
    const kept = await keepPython(program);
    let undo: Holding | undefined;
    try {
      const source = await collectSource(kept.pid, { hash: true });
      const taken = async () => {
        undo = (await change?.(kept.directory)) ?? undefined;
      };
      const { findings, fromImages, restored } = await tryOwnDestination(rule, source, taken, world);
      const expected = finds.map((kind) => `${rule}.${kind}`);
      expect([...new Set(findings.map(({ id }) => id))]).toEqual(expected);
      const sameRule = fromImages.findings.filter((finding) => finding.rule === rule);
      expect([...new Set(sameRule.map(({ id }) => id))]).toEqual(expected);
      expect(restored.code === 0, restored.problems.join('\n')).toBe(expected.length === 0 || passes);
      const [first] = findings;
      if (first !== undefined) expectForetold(first, restored);
    } finally {
      undo?.();
      await kept.stop();
    }
  });
});

test('the programs that weaken CRIU are there', () => {
  for (const program of ['setpriv', 'prlimit', 'timeout']) execFileSync(program, ['--version']);
});
