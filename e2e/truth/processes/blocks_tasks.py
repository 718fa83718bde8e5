"""Processes and threads in every state, their rights and their namespaces."""

import ctypes
import os
import resource
import signal
import struct
import subprocess
import time

from holding import block, child, in_thread, libc, state_of, syscall, until

FLAGS = {'time': 0x80, 'mount': 0x20000, 'cgroup': 0x2000000, 'uts': 0x4000000, 'ipc': 0x8000000, 'user': 0x10000000, 'pid': 0x20000000, 'net': 0x40000000}


def runs(pid):
    return state_of(pid)[0] in 'SRD'


@block
def children(on, count=3, depth=1):
    def grow(left):
        if left > 1:
            child(lambda: grow(left - 1))

    pids = [child(lambda: grow(depth)) for _ in range(count)]
    time.sleep(0.05 * depth)
    return lambda: all(runs(pid) for pid in pids) or 'a child is gone'


@block
def threads(on, count=5):
    for _ in range(count):
        in_thread(lambda: time.sleep(1000))
    return lambda: len(os.listdir('/proc/self/task')) >= count + 1 or 'threads are gone'


@block
def zombie(on, count=1, session=False):
    pids = []
    for _ in range(count):
        pid = os.fork()
        if pid == 0:
            if session:
                os.setsid()
            os._exit(3)
        pids.append(pid)
    until(lambda: all(state_of(pid)[0] == 'Z' for pid in pids))
    return lambda: os.waitstatus_to_exitcode(os.waitpid(pids[0], 0)[1]) == 3 or 'another exit status'


@block
def zombie_with_living(on):
    """Its parent died: the grandchild was adopted by the subreaper, here the root."""
    libc.prctl(36, 1, 0, 0, 0)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        grandchild = child()
        os.write(writer, str(grandchild).encode())
        os._exit(0)
    grandchild = int(os.read(reader, 20))
    until(lambda: state_of(pid)[0] == 'Z')
    return lambda: runs(grandchild) or 'the grandchild is gone'


@block
def stopped_child(on, signal_number=19):
    pid = child()
    os.kill(pid, signal_number)
    until(lambda: state_of(pid)[0] == 'T')

    def check():
        if state_of(pid)[0] != 'T':
            return 'it is not stopped any more'
        os.kill(pid, signal.SIGCONT)
        until(lambda: runs(pid))

    return check


@block
def stopped_root(on):
    on.at_end(lambda serve: os.kill(os.getpid(), signal.SIGSTOP))
    return lambda: None


@block
def dead_leader(on):
    """The first thread has ended, another one goes on."""
    def leave(serve):
        in_thread(serve)
        time.sleep(0.1)
        libc.syscall(ctypes.c_long(60), ctypes.c_long(0))

    on.at_end(leave)
    return lambda: None


@block
def session(on, state='leader-lives', empty_group=False):
    """A child in a session, or a process group, of its own; `leader-gone`: who led it has ended."""
    libc.prctl(36, 1, 0, 0, 0)
    reader, writer = os.pipe()

    def lead():
        os.setsid() if not empty_group else os.setpgid(0, 0)
        member = child()
        os.write(writer, str(member).encode())
        if state != 'leader-lives':
            os._exit(0)

    pid = child(lead)
    member = int(os.read(reader, 20))
    if state == 'leader-gone':
        os.waitpid(pid, 0)
    elif state == 'leader-zombie':
        until(lambda: state_of(pid)[0] == 'Z')
    before = state_of(member)[2:4]
    return lambda: state_of(member)[2:4] == before or 'another session or group'


@block
def shares(on, what=('vm',), with_parent=True):
    """A process that shares kernel objects with its parent, or with a sibling, without being a thread."""
    bits = {'vm': 0x100, 'fs': 0x200, 'files': 0x400, 'sighand': 0x900}
    flags = 17
    for one in what:
        flags |= bits[one]
    stack = libc.mmap(None, ctypes.c_size_t(1 << 20), 3, 0x22, -1, ctypes.c_long(0))
    libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
    pause = ctypes.cast(libc.pause, ctypes.c_void_p)

    def make():
        pid = libc.clone(pause, stack + (1 << 20) - 64, flags, None)
        if pid < 0:
            raise OSError(ctypes.get_errno(), 'clone')
        return pid

    if with_parent:
        pid = make()
    else:
        reader, writer = os.pipe()

        def two():
            make()
            os.write(writer, str(make()).encode())

        child(two)
        pid = int(os.read(reader, 20))
    return lambda: runs(pid) or 'it is gone'


@block
def vfork_parent(on):
    """A child blocked in vfork, as long as its own child runs."""
    stack = libc.mmap(None, ctypes.c_size_t(1 << 20), 3, 0x22, -1, ctypes.c_long(0))
    libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
    pid = child(lambda: libc.clone(ctypes.cast(libc.pause, ctypes.c_void_p), stack + (1 << 20) - 64, 17 | 0x4000 | 0x100, None))
    until(lambda: state_of(pid)[0] == 'D')
    return lambda: state_of(pid)[0] in 'DS' or 'gone'


@block
def scheduling(on, policy='other', who='process', reset=False):
    numbers = {'other': 0, 'fifo': 1, 'rr': 2, 'batch': 3, 'idle': 5, 'deadline': 6, 'ext': 7}
    number = numbers[policy]
    attributes = struct.pack('IIQiIQQQ', 48, number, 1 if reset else 0, 0, 1 if number in (1, 2) else 0, *((10_000_000, 30_000_000, 30_000_000) if number == 6 else (0, 0, 0)))
    set_it = lambda: syscall(314, 0, ctypes.create_string_buffer(attributes), 0)
    if who == 'thread':
        got = []
        in_thread(lambda: (set_it(), got.append(libc.syscall(186)), time.sleep(1000)))
        until(lambda: got)
        who_is = got[0]
    else:
        set_it()
        who_is = 0
    return lambda: os.sched_getscheduler(who_is) & 0xFF == number or 'another policy'


@block
def affinity(on, who='process'):
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        return None
    os.sched_setaffinity(0, {max(before)})
    return lambda: os.sched_getaffinity(0) == {max(before)} or 'another affinity'


@block
def priority(on, nice=5, io=None):
    os.nice(nice)
    if io is not None:
        syscall(251, 1, 0, (io << 13) | 4)

    def check():
        if os.getpriority(os.PRIO_PROCESS, 0) != nice:
            return 'another priority'
        if io is not None and syscall(252, 1, 0) != (io << 13) | 4:
            return 'another I/O priority'

    return check


@block
def identity(on, uid=0, who='root', keep_capabilities=True, only_gid=False):
    def become():
        if keep_capabilities:
            libc.prctl(8, 1, 0, 0, 0)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        if not only_gid:
            os.setresuid(uid, uid, uid)

    if who == 'root':
        os.chmod(on.directory, 0o777)
        become()
        return lambda: os.getresgid()[0] == uid or 'another identity'
    pid = child(become)
    until(lambda: os.stat(f'/proc/{pid}').st_gid == uid or open(f'/proc/{pid}/status').read().split('Gid:')[1].split()[0] == str(uid))
    return lambda: runs(pid) or 'it is gone'


@block
def attribute(on, kind):
    """What belongs to a process and is cheap to set."""
    group = ctypes.c_int(0)
    set_and_get = {
        'no-new-privileges': (lambda: libc.prctl(38, 1, 0, 0, 0), lambda: libc.prctl(39, 0, 0, 0, 0)),
        'subreaper': (lambda: libc.prctl(36, 1, 0, 0, 0), lambda: (libc.prctl(37, ctypes.byref(group), 0, 0, 0), group.value)[1]),
        'death-signal': (lambda: libc.prctl(1, 10, 0, 0, 0), lambda: (libc.prctl(2, ctypes.byref(group), 0, 0, 0), group.value)[1]),
        'name': (lambda: libc.prctl(15, b'truth name', 0, 0, 0), lambda: open('/proc/self/comm').read()),
        'not-dumpable': (lambda: libc.prctl(4, 0, 0, 0, 0), lambda: libc.prctl(3, 0, 0, 0, 0)),
        'timer-slack': (lambda: libc.prctl(29, 777777, 0, 0, 0), lambda: libc.prctl(30, 0, 0, 0, 0)),
        'no-huge-pages': (lambda: libc.prctl(41, 1, 0, 0, 0), lambda: libc.prctl(42, 0, 0, 0, 0)),
        'deny-write-exec': (lambda: libc.prctl(65, 1, 0, 0, 0), lambda: libc.prctl(66, 0, 0, 0, 0)),
        'secure-bits': (lambda: libc.prctl(28, 0x10, 0, 0, 0), lambda: libc.prctl(27, 0, 0, 0, 0)),
        'bounding-set': (lambda: libc.prctl(24, 23, 0, 0, 0), lambda: libc.prctl(23, 23, 0, 0, 0)),
        'personality': (lambda: libc.personality(0x0040000), lambda: libc.personality(0xFFFFFFFF)),
        'oom-score': (lambda: open('/proc/self/oom_score_adj', 'w').write('500'), lambda: open('/proc/self/oom_score_adj').read()),
        'coredump-filter': (lambda: open('/proc/self/coredump_filter', 'w').write('0x7f'), lambda: open('/proc/self/coredump_filter').read()),
        'umask': (lambda: os.umask(0o27), lambda: (os.umask(0o27),)[0]),
        'limit': (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (500, 500)), lambda: resource.getrlimit(resource.RLIMIT_NOFILE)),
        'core-limit': (lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)), lambda: resource.getrlimit(resource.RLIMIT_CORE)),
        'speculation': (lambda: libc.prctl(53, 0, 4, 0, 0), lambda: libc.prctl(52, 0, 0, 0, 0)),
        'membarrier': (lambda: syscall(324, 16, 0, 0), lambda: None),
        'tsc': (lambda: libc.prctl(26, 1, 0, 0, 0), lambda: None),
    }
    put, get = set_and_get[kind]
    put()
    before = get()
    return lambda: get() == before or f'{get()} instead of {before}'


@block
def seccomp(on, mode='filter'):
    libc.prctl(38, 1, 0, 0, 0)

    def confine():
        if mode == 'strict':
            libc.prctl(22, 1, 0, 0, 0)
            libc.syscall(ctypes.c_long(0), 0, 0, 0)
        code = struct.pack('HBBI', 0x6, 0, 0, 0x7FFF0000)
        keep = ctypes.create_string_buffer(code, len(code))
        program = ctypes.create_string_buffer(struct.pack('HxxxxxxQ', 1, ctypes.addressof(keep)))
        if libc.prctl(22, 2, program, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), 'seccomp')

    if mode == 'filter':
        confine()
        return lambda: 'Seccomp:\t2' in open('/proc/self/status').read() or 'the filter is gone'
    if mode == 'thread':
        in_thread(lambda: (confine(), time.sleep(1000)))
        time.sleep(0.1)
        return None
    pid = os.fork()
    if pid == 0:
        libc.prctl(22, 1, 0, 0, 0)
        # Whatever waits in the kernel may want another call afterwards, which would be its last.
        while True:
            pass
    until(lambda: 'Seccomp:\t1' in open(f'/proc/{pid}/status').read())
    return lambda: 'Seccomp:\t1' in open(f'/proc/{pid}/status').read() or f'strict mode is gone, state {state_of(pid)[0]}'


@block
def landlock(on):
    libc.prctl(38, 1, 0, 0, 0)
    ruleset = syscall(444, struct.pack('Q', 1 << 12), 8, 0)
    syscall(446, ruleset, 0)
    os.close(ruleset)

    def check():
        # Symbolic links may not be made inside (LANDLOCK_ACCESS_FS_MAKE_SYM).
        try:
            os.symlink('x', on.path('link'))
        except PermissionError:
            return None
        return 'the sandbox is gone'

    return check


@block
def keyring(on, kind='session'):
    where = {'session': -3, 'process': -2, 'thread': -1}[kind]
    if kind == 'session':
        syscall(250, 1, None)
    syscall(248, ctypes.c_char_p(b'user'), ctypes.c_char_p(b'truth'), ctypes.c_char_p(b'secret'), 6, where)

    def check():
        try:
            return syscall(250, 10, where, ctypes.c_char_p(b'user'), ctypes.c_char_p(b'truth'), 0) > 0
        except OSError:
            return 'the key is gone'

    return check


@block
def pending_signal(on, number=10, who='child'):
    # Blocked, so that it stays pending.
    def block_it():
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
        os.kill(os.getpid(), number)

    pid = child(block_it)
    until(lambda: int(open(f'/proc/{pid}/status').read().split('ShdPnd:')[1].split()[0], 16) >> (number - 1) & 1)
    return lambda: int(open(f'/proc/{pid}/status').read().split('ShdPnd:')[1].split()[0], 16) >> (number - 1) & 1 == 1 or 'the signal is lost'


@block
def timer(on, kind='posix'):
    fired = []
    signal.signal(signal.SIGALRM, lambda *_: fired.append(1))
    if kind == 'interval':
        signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
    else:
        number = ctypes.c_int(0)
        event = struct.pack('QiiQ', 0, signal.SIGALRM, 0, 0).ljust(64, b'\0')
        syscall(222, 1, ctypes.create_string_buffer(event), ctypes.byref(number))
        syscall(223, number.value, 0, ctypes.create_string_buffer(struct.pack('qqqq', 0, 200_000_000, 0, 200_000_000)), None)

    def check():
        fired.clear()
        time.sleep(0.5)
        return len(fired) > 0 or 'the timer does not fire'

    return check


@block
def traces(on, inside=True):
    """A parent that traces its child (PTRACE_SEIZE), both in the tree."""
    pid = child()
    if libc.ptrace(0x4206, pid, None, None) != 0:
        raise OSError(ctypes.get_errno(), 'ptrace')
    return lambda: runs(pid) or 'gone'


@block
def traces_other(on, thread=False):
    from holding import tell, wait_for
    pid = int(wait_for(f'{on.other}/ready'))
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    target = max(map(int, os.listdir(f'/proc/{pid}/task'))) if thread else pid
    if libc.ptrace(0x4206, target, None, None) != 0:
        raise OSError(ctypes.get_errno(), 'ptrace')
    tell(on.path('traces'))


@block
def leaves(on):
    """A neighbour that has nothing to do with the tree."""


@block
def child_namespace(on, of, with_child=False):
    def enter():
        if libc.unshare(sum(FLAGS[one] for one in of.split('+'))) != 0:
            raise OSError(ctypes.get_errno(), 'unshare')
        if 'pid' in of or 'time' in of or with_child:
            child()

    pid = child(enter)
    name = {'mount': 'mnt', 'pid': 'pid_for_children', 'time': 'time_for_children'}.get(of.split('+')[0], of.split('+')[0])
    until(lambda: os.readlink(f'/proc/{pid}/ns/{name}') != os.readlink(f'/proc/self/ns/{name}'))
    time.sleep(0.05)
    before = os.readlink(f'/proc/self/ns/{name}')
    return lambda: os.readlink(f'/proc/{pid}/ns/{name}') != before or 'its namespace is gone'


@block
def thread_apart(on, what='fs'):
    """A thread that has what the others share for itself."""
    bits = {'fs': 0x200, 'files': 0x400, 'uts': 0x4000000, 'net': 0x40000000, 'mount': 0x20000}
    got = []

    def work():
        if libc.unshare(bits[what]) != 0:
            got.append(ctypes.get_errno())
        if what == 'fs':
            os.chdir('/usr')
        elif what == 'files':
            os.close(os.open('/dev/null', os.O_RDONLY))
        got.append(libc.syscall(186))
        time.sleep(1000)

    in_thread(work)
    until(lambda: got)
    number = got[-1]
    kinds = {'uts': 'uts', 'net': 'net', 'mount': 'mnt'}
    if what in kinds:
        before = os.readlink(f'/proc/self/task/{number}/ns/{kinds[what]}')
        return lambda: os.readlink(f'/proc/self/task/{number}/ns/{kinds[what]}') == before or os.readlink(f'/proc/self/task/{number}/ns/{kinds[what]}') != os.readlink(f'/proc/self/ns/{kinds[what]}') or 'its namespace is gone'
    if what == 'fs':
        return lambda: os.readlink(f'/proc/self/task/{number}/cwd') == '/usr' or 'its directory is lost'
    return None


@block
def forks_on(on, pause=0.002):
    """Children that come and go all the time."""
    def work():
        while True:
            pid = os.fork()
            if pid == 0:
                time.sleep(pause)
                os._exit(0)
            time.sleep(pause)
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                pass

    pid = child(work)
    return lambda: runs(pid) or 'gone'


@block
def own_cgroup(on, version=2):
    base = '/sys/fs/cgroup/unified' if version == 2 and os.path.isdir('/sys/fs/cgroup/unified') else '/sys/fs/cgroup'
    base = f'{base}/pids' if version == 1 else base
    path = f'{base}/godwit-truth-{os.getpid()}'
    os.mkdir(path)
    with open(f'{path}/cgroup.procs', 'w') as file:
        file.write(str(os.getpid()))
    return lambda: os.path.basename(path) in open('/proc/self/cgroup').read() or 'another cgroup'


@block
def output_of(on, command):
    """A program of the system as a child."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.1)
    return lambda: runs(process.pid) or 'gone'
