"""Starts one command detached from everything of its caller, adopts what it leaves behind, and ends all of it when its
standard input is closed: so nothing outlives the caller, however that ended.

The one argument is JSON: argv, cwd, output, how (leader, member, terminal), unshare (list of namespaces), setup (commands run
inside the new namespaces), and wait (say when the command ended, and with which code). Answers are lines of JSON.
"""

import ctypes
import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)
FLAGS = {
    'time': 0x80,
    'mount': 0x20000,
    'cgroup': 0x2000000,
    'uts': 0x4000000,
    'ipc': 0x8000000,
    'user': 0x10000000,
    'pid': 0x20000000,
    'net': 0x40000000,
}
PR_SET_CHILD_SUBREAPER = 36
spec = json.loads(sys.argv[1])


def say(**what):
    sys.stdout.write(json.dumps(what) + '\n')
    sys.stdout.flush()


def streams():
    null = os.open('/dev/null', os.O_RDONLY)
    out = os.open(spec.get('output', '/dev/null'), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(null, 0)
    # It may have got that number at once, and would then be closed with the others that Python opens.
    os.set_inheritable(0, True)
    os.dup2(out, 1)
    os.dup2(out, 2)


def become(argv):
    os.closerange(3, 1024)
    for number in range(1, 32):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
    os.chdir(spec.get('cwd', '/'))
    os.execvpe(argv[0], argv, {**os.environ, **spec.get('env', {})})


def in_namespaces():
    """Enters fresh namespaces; gives the pid of the process that goes on inside, 0 in that process itself."""
    wanted = spec.get('unshare', [])
    if not wanted:
        return 0
    told, tell = os.pipe()
    asked, ask = os.pipe()
    helper = os.fork() if 'user' in wanted else None
    if helper == 0:
        os.close(ask)
        os.read(asked, 1)
        for name in ('uid_map', 'gid_map'):
            with open(f'/proc/{os.getppid()}/{name}', 'w') as file:
                file.write('0 0 65536')
        os._exit(0)
    flags = 0
    for name in wanted:
        flags |= FLAGS[name]
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), f'unshare {wanted}')
    if helper:
        os.write(ask, b'x')
        os.waitpid(helper, 0)
        os.setgroups([])
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)
    if 'time' in wanted and spec.get('clock'):
        with open('/proc/self/timens_offsets', 'w') as file:
            file.write(f'monotonic {spec["clock"]} 0\nboottime {spec["clock"]} 0\n')
    if 'pid' in wanted or 'time' in wanted:
        child = os.fork()
        if child:
            os.write(tell, b'x')
            return child
    if 'mount' in wanted:
        subprocess.run(['mount', '--make-rprivate', '/'], check=True)
        if 'pid' in wanted:
            subprocess.run(['mount', '-t', 'proc', 'proc', '/proc'], check=True)
    for command in spec.get('setup', []):
        subprocess.run(command, check=True)
    for end in (told, tell, asked, ask):
        os.close(end)
    return 0


def start_inside(announce):
    """In the process that stands between the keeper and the program."""
    inner = in_namespaces()
    if inner:
        os.write(announce, f'{inner}\n'.encode())
        linger()
    if 'pid' not in spec.get('unshare', []) and 'time' not in spec.get('unshare', []):
        os.write(announce, f'{os.getpid()}\n'.encode())
    if spec['how'] != 'member':
        os.setsid()
    streams()
    become(spec['argv'])


def linger():
    os.closerange(3, 1024)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            time.sleep(3600)


def start_leader(announce):
    """The leader is the program itself; a member is started under a session leader that stays outside of its tree."""
    os.close(0)
    if spec['how'] == 'leader':
        start_inside(announce)
    os.setsid()
    if os.fork() == 0:
        start_inside(announce)
    linger()


def start():
    hear, announce = os.pipe()
    if spec['how'] == 'terminal':
        child, terminal = pty.fork()
        if child == 0:
            os.close(hear)
            # The session exists and owns the terminal: go on as in a shell.
            start_in_terminal(announce)
        threading.Thread(target=drain, args=(terminal,), daemon=True).start()
    else:
        child = os.fork()
        if child == 0:
            os.close(hear)
            start_leader(announce)
    os.close(announce)
    return child, os.fdopen(hear)


def start_in_terminal(announce):
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpgid(0))
        os.write(announce, f'{os.getpid()}\n'.encode())
        become(spec['argv'])
    if spec.get('wait'):
        _, status = os.waitpid(child, 0)
        os.write(announce, f'ended {os.waitstatus_to_exitcode(status)}\n'.encode())
    linger()


def drain(terminal):
    while True:
        try:
            if not os.read(terminal, 4096):
                return
        except OSError:
            return


def parents():
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as file:
                    found[int(name)] = int(file.read().rsplit(')', 1)[1].split()[1])
            except (OSError, IndexError):
                pass
    return found


def descendants():
    above = parents()
    found = []
    layer = [os.getpid()]
    while layer:
        layer = [pid for pid, parent in above.items() if parent in layer]
        found += layer
    return found


def end_all():
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        left = descendants()
        if not left:
            break
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.02)
        reap(block=False)
    os._exit(0)


def reap(block):
    while True:
        try:
            pid, status = os.waitpid(-1, 0 if block else os.WNOHANG)
        except ChildProcessError:
            return None
        if pid == 0:
            return None
        if block and pid == child and spec.get('wait'):
            say(ended=os.waitstatus_to_exitcode(status))


def reap_for_ever():
    while True:
        reap(block=True)
        time.sleep(0.05)


def listen(heard):
    for line in heard:
        word, _, rest = line.strip().partition(' ')
        if word == 'ended':
            say(ended=int(rest))
        else:
            say(pid=int(word))
    # Whoever could have told more is gone or has become the program.
    say(closed=True)


for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
child, heard = start()
threading.Thread(target=reap_for_ever, daemon=True).start()
threading.Thread(target=listen, args=(heard,), daemon=True).start()
sys.stdin.buffer.read()
end_all()
