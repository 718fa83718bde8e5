import { inGroup } from '../probe.ts';

const inTcp = `
place = socket.socket()
place.bind(('127.0.0.1', 0))
place.listen(4)
caller = socket.socket()
caller.connect(place.getsockname())
taken = place.accept()[0]
ready()
taken.settimeout(3)
caller.send(b'heron')
expect(taken.recv(5) == b'heron', 'the connection is cut off')
`;

const alive = `
memory = os.urandom(1 << 16)
before = hash(memory)
ready()
expect(hash(memory) == before, 'its memory has changed')
`;

const at = (stage: string, line: string): string => `[ "$1" = ${stage} ] || exit 0\n${line}`;

/** What the move relies on in CRIU itself: what it does with its hooks, and what becomes of the tree when it is killed. */
export const criuProbes = inGroup('criu', [
  {
    id: 'hook-refuses-early',
    title: 'a dump is given up when the hook at pre-dump fails',
    course: 'given-back',
    hook: at('pre-dump', 'exit 1'),
    program: alive,
  },
  {
    id: 'hook-refuses-lock',
    title: 'a dump of a tree with its own network is given up when the hook at network-lock fails',
    course: 'given-back',
    hook: at('network-lock', 'exit 1'),
    dump: ['--network-lock=nftables'],
    program: `library('unshare', 0x40000000)\n${alive}`,
  },
  {
    id: 'hook-refuses-dump',
    title: 'a dump is given up when the hook at post-dump fails, and the tree runs on',
    course: 'given-back',
    hook: at('post-dump', 'exit 1'),
    program: alive,
  },
  {
    id: 'hook-killed',
    title: 'a hook that is killed at post-dump counts as one that failed',
    course: 'given-back',
    hook: at('post-dump', 'kill -9 $$'),
    program: alive,
  },
  {
    id: 'hook-refuses-connections',
    title: 'TCP connections go on after a dump that a hook gave up',
    course: 'given-back',
    hook: at('post-dump', 'exit 1'),
    dump: ['--tcp-established', '--network-lock=nftables'],
    program: inTcp,
  },
  {
    id: 'criu-killed-dump',
    title: 'the tree runs on when CRIU is killed in its hook at post-dump',
    course: 'given-back',
    hook: at('post-dump', 'kill -9 "$PPID"\nsleep 0.1'),
    program: alive,
  },
  {
    id: 'images-complete',
    title: 'all images but the statistics lie there when the hook at post-dump is called',
    hook: at(
      'post-dump',
      'for name in inventory pstree core-2 mm-2 pagemap-2 pages-1; do [ -s "$2/images/$name.img" ] || exit 1; done',
    ),
    program: alive,
  },
  {
    id: 'frozen-in-hook',
    title: 'no task of the tree runs while the hook at post-dump holds',
    hook: at(
      'post-dump',
      'before=$(wc -c < "$2/ticks"); sleep 0.15; after=$(wc -c < "$2/ticks"); [ "$before" = "$after" ] || exit 1',
    ),
    program: `
import threading
def tick():
    while True:
        with open(in_folder('ticks'), 'a') as file:
            file.write('.')
        time.sleep(0.01)
threading.Thread(target=tick, daemon=True).start()
expect(wait_for(lambda: os.path.exists(in_folder('ticks')) and os.path.getsize(in_folder('ticks')) > 2), 'no ticks')
ready()
size = os.path.getsize(in_folder('ticks'))
expect(wait_for(lambda: os.path.getsize(in_folder('ticks')) > size), 'it does not tick any more')
`,
  },
  {
    id: 'copy-waits-in-hook',
    title: 'no task of the copy runs while the hook at post-restore holds',
    hook: at('post-restore', ': > "$2/held"\nsleep 0.15\nrm "$2/held"'),
    program: `
seen = []
import threading
def look():
    while True:
        if os.path.exists(in_folder('held')):
            seen.append(1)
        time.sleep(0.005)
threading.Thread(target=look, daemon=True).start()
ready()
expect(not seen, 'the copy ran before it was released')
`,
  },
  {
    id: 'hook-refuses-restore',
    title: 'the copy is killed when the hook at post-restore fails',
    course: 'restore-given-up',
    hook: at('post-restore', 'exit 1'),
    program: alive,
  },
  {
    id: 'criu-killed-restore',
    title: 'the copy never runs when CRIU is killed in its hook at post-restore',
    course: 'inert',
    hook: at('post-restore', 'kill -9 "$PPID"\nsleep 0.1'),
    program: alive,
  },
  {
    id: 'leave-running',
    title: 'the tree runs on after a dump with --leave-running',
    course: 'left-running',
    dump: ['--leave-running'],
    program: alive,
  },
]);
