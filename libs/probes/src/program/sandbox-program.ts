/**
 * The frame in which one probe lives, as a Python program: namespaces of its own (mount, process ids, network, IPC), whose
 * first process starts the probe, runs CRIU when it is asked to, and reaps. CRIU and probe share these namespaces, as they do
 * on the host. The kernel kills all of it when the program that started it dies, however it dies.
 *
 * Arguments: FOLDER PARENT-PID NICENESS DETACHED(0 or 1). Files in FOLDER: `init` (pid of the first process, seen from
 * outside), `call-N` (asks for a program: argv and log, a JSON text), `reply-N` (how it ended).
 */
export const sandboxProgram = String.raw`
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

def call(argv, log):
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        null, output = os.open('/dev/null', os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.closerange(3, 64)
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
                write_file('reply-%d' % number, json.dumps({'code': code, 'signal': status & 127}))
                running, number = 0, number + 1
        request = os.path.join(FOLDER, 'call-%d' % number)
        if not running and os.path.exists(request):
            with open(request) as file:
                wanted = json.load(file)
            running = call(wanted['argv'], wanted['log'])

def start_probe():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    if DETACHED:
        os.setsid()
    else:
        os.setpgid(0, 0)
    with open(os.path.join(FOLDER, 'probe.py')) as file:
        text = file.read()
    exec(compile(text, 'probe', 'exec'), {'FOLDER': FOLDER, 'libc': libc, 'must': must, 'write_file': write_file})
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
    os.setsid()
    must(libc.mount(b'proc', b'/proc', b'proc', 0, None), 'mount /proc')
    raise_loopback()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    if os.fork() == 0:
        start_probe()
    serve()

try:
    main()
except BaseException as error:
    write_file('failed', repr(error)[:300])
    os._exit(1)
`;
