/**
 * The frame in which one probe lives, as a Python program: namespaces of its own (mount, process ids, network, IPC), whose
 * first process starts the probe, runs CRIU when it is asked to, and reaps. CRIU and probe share these namespaces, as they do
 * on the host. The kernel kills all of it when the program that started it dies, however it dies.
 *
 * Arguments: FOLDER PARENT-PID NICENESS DETACHED(0 or 1). Files in FOLDER: `init` (pid of the first process, seen from
 * outside), `call-N` (asks for a program: argv and log, a JSON text), `reply-N` (how it ended).
 */
export const sandboxProgram = `
import ctypes, fcntl, json, os, signal, socket, struct, sys

FOLDER, PARENT, NICENESS, DETACHED = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == '1'
libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWNET = 0x20000, 0x8000000, 0x20000000, 0x40000000
MS_REC, MS_PRIVATE, PR_SET_PDEATHSIG = 0x4000, 0x40000, 1

def must(result, what):
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, '%s: %s' % (what, os.strerror(number)))
    return result

def write_file(name, text):
    path = os.path.join(FOLDER, name)
    with open(path + '.new', 'w') as file:
        file.write(text)
    os.rename(path + '.new', path)

def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, 0x8914, struct.pack('16sh14x', b'lo', 1))  # SIOCSIFFLAGS, IFF_UP

def redirect(log):
    null, output = os.open('/dev/null', os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, 64)

# CRIU tries out the kernel at every start, 50 ms long, unless it can keep what it found on a tmpfs at /run.
KEPT, SHARED = '/run/criu.kdat', os.path.join(os.path.dirname(FOLDER), 'criu.kdat')

def copy(source, target):
    with open(source, 'rb') as file:
        content = file.read()
    with open(target + '.new%d' % os.getpid(), 'wb') as file:
        file.write(content)
    os.rename(target + '.new%d' % os.getpid(), target)

def take_kernel_data():
    if os.path.realpath(FOLDER).startswith('/run/'):
        return
    try:
        must(libc.mount(b'none', b'/run', b'tmpfs', 0, b'size=1m'), 'mount')
        copy(SHARED, KEPT)
    except OSError:
        pass

def give_kernel_data():
    if not os.path.exists(SHARED) and os.path.exists(KEPT):
        copy(KEPT, SHARED)

def call(argv, log):
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        redirect(log)
        try:
            os.chdir('/')
            os.execve(argv[0], argv, {'PATH': os.environ['PATH'], 'LANG': 'C.UTF-8', 'HOME': '/'})
        finally:
            os._exit(127)
    return pid

def serve():
    number, running = 1, 0
    while True:
        signal.sigtimedwait([signal.SIGCHLD], 0.004)
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            if pid == running:
                code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
                give_kernel_data()
                write_file('reply-%d' % number, json.dumps({'code': code, 'signal': status & 127}))
                running, number = 0, number + 1
        request = os.path.join(FOLDER, 'call-%d' % number)
        if not running and os.path.exists(request):
            with open(request) as file:
                wanted = json.load(file)
            running = call(wanted['argv'], wanted['log'])

def start_again():
    redirect(os.path.join(FOLDER, 'output'))
    os.execv(sys.executable, [sys.executable, '-I', '-S', '-E', '-B'] + sys.argv[:5] + ['again'])

def start_probe(again):
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    if not again:
        os.setsid() if DETACHED else os.setpgid(0, 0)
    with open(os.path.join(FOLDER, 'probe.py')) as file:
        text = file.read()
    words = {'FOLDER': FOLDER, 'AGAIN': again, 'libc': libc, 'must': must}
    words.update({'write_file': write_file, 'start_again': start_again})
    exec(compile(text, 'probe', 'exec'), words)
    os._exit(0)

def main():
    die_with_parent()
    if os.getppid() != PARENT:
        os._exit(1)
    try:
        with open('/proc/self/oom_score_adj', 'w') as file:
            file.write('500')
        os.nice(NICENESS)
    except OSError:
        pass
    must(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET), 'unshare')
    must(libc.mount(b'none', b'/', None, MS_REC | MS_PRIVATE, None), 'make the mounts private')
    init = os.fork()
    if init:
        write_file('init', str(init))
        os.waitpid(init, 0)
        os._exit(0)
    die_with_parent()
    # What was opened before lies in mounts that CRIU would not find: program, libraries and standard files are opened anew.
    redirect(os.path.join(FOLDER, 'output'))
    os.execv(sys.executable, [sys.executable, '-I', '-S', '-E', '-B'] + sys.argv + ['inside'])

def main_inside():
    os.setsid()
    must(libc.mount(b'proc', b'/proc', b'proc', 0, None), 'mount /proc')
    raise_loopback()
    take_kernel_data()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    if os.fork() == 0:
        start_probe(False)
    serve()

try:
    {'inside': main_inside, 'again': lambda: start_probe(True)}.get(sys.argv[-1], main)()
except BaseException as error:
    write_file('failed', repr(error)[:300])
    os._exit(1)
`;
