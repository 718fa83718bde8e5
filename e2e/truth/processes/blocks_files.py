"""Files, directories, locks, pipes and devices."""

import fcntl
import hashlib
import mmap
import os
import shutil
import stat
import struct
import time

from holding import block, child, in_thread, libc, syscall, tell, until, wait_for


def spoil(path, state):
    """Brings about what happened to the name of an open file."""
    if state == 'deleted':
        os.rmdir(path) if os.path.isdir(path) else os.unlink(path)
    elif state == 'linked':
        os.link(path, f'{path}.link')
        os.unlink(path)
    elif state == 'moved':
        os.rename(path, f'{path}.moved')
    elif state == 'replaced':
        os.rename(path, f'{path}.old')
        with open(path, 'w') as file:
            file.write('another')
    elif state == 'replaced-deleted':
        os.unlink(path)
        with open(path, 'w') as file:
            file.write('another')
    elif state == 'directory-moved':
        os.rename(os.path.dirname(path), f'{os.path.dirname(path)}.moved')
    elif state == 'directory-deleted':
        shutil.rmtree(os.path.dirname(path))
    elif state == 'silly':
        os.rename(path, os.path.join(os.path.dirname(path), f'.nfs{"0" * 24}'))


def fill(path, size, sparse=False):
    with open(path, 'wb') as file:
        if sparse:
            file.truncate(size)
        else:
            file.write(b'content.' * (size // 8))


def content_of(fd):
    """A hash of a file, by a descriptor of any kind; a path descriptor cannot be read."""
    try:
        with open(f'/proc/self/fd/{fd}', 'rb') as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None


@block
def open_file(on, state='kept', size=4096, how='read', sparse=False, at=None, copies=1):
    folder = at or on.path('files')
    os.makedirs(folder, exist_ok=True)
    path = f'{folder}/{on.name("file", folder)}'
    fill(path, size, sparse)
    flags = {
        'read': os.O_RDONLY,
        'write': os.O_RDWR,
        'append': os.O_WRONLY | os.O_APPEND,
        'path': os.O_PATH,
        'direct': os.O_RDONLY | os.O_DIRECT,
    }[how]
    held = [os.open(path, flags) for _ in range(copies)]
    if how == 'read' and size >= 8:
        os.lseek(held[0], 8, os.SEEK_SET)
    spoil(path, state)
    before = os.fstat(held[0])
    content = content_of(held[0])

    def check():
        after = os.fstat(held[0])
        if content_of(held[0]) != content:
            return 'the content differs'
        if (after.st_size, stat.S_IFMT(after.st_mode)) != (before.st_size, stat.S_IFMT(before.st_mode)):
            return f'size {after.st_size} instead of {before.st_size}'
        if how == 'read' and size >= 16 and not sparse and os.read(held[0], 8) != b'content.':
            return 'the content differs'
        if how == 'read' and state == 'deleted' and after.st_nlink != 0:
            return 'the deleted file has a name again'

    return check


@block
def closed_file(on):
    """A file beside the others that nobody has open now, as most of the data of a program."""
    path = on.path('files/closed')
    os.makedirs(on.path('files'), exist_ok=True)
    fill(path, 4096, False)
    with open(path, 'rb') as file:
        content = file.read()

    def check():
        with open(path, 'rb') as file:
            return file.read() == content or 'the content differs'

    return check


@block
def library(on):
    """A private copy of a library, mapped as the dynamic loader does."""
    import _ctypes
    path = on.path('library.so')
    shutil.copy(_ctypes.__file__, path)
    with open(path, 'rb') as handle:
        memory = mmap.mmap(handle.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)
    before = hashlib.sha256(memory).hexdigest()
    return lambda: hashlib.sha256(memory).hexdigest() == before or 'the library differs'


@block
def tmpfile(on, size=4096):
    held = os.open(on.directory, os.O_TMPFILE | os.O_RDWR, 0o600)
    os.write(held, b'content.' * (size // 8))
    return lambda: os.pread(held, 8, 0) == b'content.' or 'the content differs'


@block
def open_directory(on, state='kept'):
    path = on.path('folder')
    os.mkdir(path)
    held = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    spoil(path, state)
    return lambda: None if os.fstat(held) else 'gone'


@block
def cwd(on, state='kept', who='root'):
    path = on.path('working')
    os.mkdir(path)

    def enter():
        os.chdir(path)
        spoil(path, state)

    if who == 'root':
        enter()
        return lambda: None if os.stat('.') else 'gone'
    pid = child(enter)
    until(lambda: 'working' in os.readlink(f'/proc/{pid}/cwd'))
    return lambda: 'working' in os.readlink(f'/proc/{pid}/cwd') or 'another directory'


@block
def changed_root(on):
    path = on.path('jail')
    os.mkdir(path)

    def enter():
        os.chroot(path)
        os.chdir('/')

    pid = child(enter)
    until(lambda: os.readlink(f'/proc/{pid}/root').endswith('jail'))
    return lambda: os.readlink(f'/proc/{pid}/root').endswith('jail') or 'another root'


@block
def executable(on, state='kept', of='/usr/bin/sleep'):
    path = on.path('program')
    shutil.copy(of, path)
    pid = child(lambda: os.execv(path, [path, '1000'] if of.endswith('sleep') else [path, '-c', 'import time; time.sleep(1000)']))
    until(lambda: 'program' in os.readlink(f'/proc/{pid}/exe'))
    spoil(path, state)

    def content():
        with open(f'/proc/{pid}/exe', 'rb') as file:
            return hashlib.sha256(file.read()).hexdigest()

    before = content()
    return lambda: content() == before or 'the program differs'


@block
def device(on, path, write=False):
    held = os.open(path, (os.O_RDWR if write else os.O_RDONLY) | os.O_NONBLOCK | os.O_NOCTTY)
    before = os.fstat(held).st_rdev
    return lambda: os.fstat(held).st_rdev == before or 'another device'


@block
def proc_file(on, of):
    if of == 'dead':
        pid = child()
        held = os.open(f'/proc/{pid}/status', os.O_RDONLY)
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        return lambda: None if os.fstat(held) else 'gone'
    path = {'self': f'/proc/{os.getpid()}/maps', 'folder': '/proc/self', 'system': '/proc/meminfo', 'sysfs': '/sys/kernel/mm/transparent_hugepage/enabled'}[of]
    held = os.open(path, os.O_RDONLY)
    return lambda: of == 'folder' or len(os.pread(held, 10, 0)) > 0 or 'nothing to read'


@block
def file_lock(on, how='flock', exclusive=True, shared=False, waiter=False, held=True, cover='whole', common=False):
    """`shared`: also used by a child; `waiter`: a child waits for the same lock; `common`: on storage that a destination has too."""
    path = on.common('lock') if common else on.path('lock')
    fill(path, 4096)
    file = os.open(path, os.O_RDWR)
    lease_or = {'lease': lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK if exclusive else fcntl.F_RDLCK)}
    start, length = (0, 0) if cover == 'whole' else (100, 50)

    def lock(target, wait):
        kind = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB)
        if how == 'flock':
            fcntl.flock(target, kind)
        elif how == 'posix':
            fcntl.lockf(target, kind, length, start)
        else:
            what = struct.pack('hhqqi4x', fcntl.F_WRLCK if exclusive else fcntl.F_RDLCK, 0, start, length, 0)
            fcntl.fcntl(target, 38 if wait else 37, what)

    if how == 'lease' and not exclusive:
        os.close(file)
        file = os.open(path, os.O_RDONLY)
    if held:
        lease_or.get(how, lambda: lock(file, False))()
    if shared:
        child()
    if waiter:
        pid = child(lambda: lock(os.open(path, os.O_RDWR), True))
        until(lambda: state_is(pid, 'S'))
    on.keep(file)

    def check():
        if how == 'lease':
            return fcntl.fcntl(file, fcntl.F_GETLEASE) == (fcntl.F_UNLCK if not held else fcntl.F_WRLCK if exclusive else fcntl.F_RDLCK) or 'the lease is gone'
        # Asked by another process: a lock of posix belongs to its process.
        pid = os.fork()
        if pid == 0:
            try:
                target = os.open(path, os.O_RDWR)
                if how == 'flock':
                    fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
                else:
                    fcntl.lockf(target, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
                os._exit(0)
            except OSError:
                os._exit(1)
        free = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        return free != held or ('the lock is gone' if held else 'a lock appeared')

    return check


def state_is(pid, letter):
    with open(f'/proc/{pid}/stat') as file:
        return file.read().rsplit(')', 1)[1].split()[0] == letter


@block
def lock_outside(on, how='flock'):
    """Holds a lock on a file of the tree, from outside."""
    path = f'{on.other}/free-file'
    wait_for(path)
    file = os.open(path, os.O_RDWR)
    fcntl.flock(file, fcntl.LOCK_EX) if how == 'flock' else fcntl.lockf(file, fcntl.LOCK_EX)
    on.keep(file)
    tell(f'{on.other}/taken')


@block
def free_file(on):
    """Has a file open on which somebody outside holds a lock."""
    tell(on.path('free-file'), 'content')
    held = os.open(on.path('free-file'), os.O_RDWR)
    wait_for(on.path('taken'))
    return lambda: os.pread(held, 7, 0) == b'content' or 'the content differs'


@block
def pipe(on, outside='none', data='none', packets=False, large=False):
    reader, writer = os.pipe2(os.O_DIRECT if packets else 0)
    if large:
        fcntl.fcntl(writer, 1031, 1 << 20)
    amount = {'none': 0, 'some': 100, 'full': (1 << 20) if large else 65536}[data]
    if amount:
        os.write(writer, b'd' * amount)
    if outside != 'none':
        number = {'reader': reader, 'writer': writer}[outside]
        tell(on.path('share'), f'{os.getpid()} {number} {outside}')
        wait_for(on.path('taken'))
        os.close(number)

    def check():
        if outside == 'reader':
            os.write(writer, b'y')
            try:
                until(lambda: os.path.exists(f'{on.other}/heard'))
            except TimeoutError:
                return 'nobody reads any more'
            return None
        if outside == 'writer':
            tell(f'{on.other}/write')
            os.set_blocking(reader, False)
            until(lambda: os.path.exists(f'{on.other}/wrote'))
            try:
                return os.read(reader, 10) == b'z' or 'the writer is gone'
            except BlockingIOError:
                return 'nothing arrived'
        if not amount:
            os.write(writer, b'x')
        return len(os.read(reader, 1 << 20)) == max(1, amount) or 'the data is lost'

    return check


@block
def take_pipe(on):
    """The end outside: takes over what the tree gives away."""
    pid, number, end = wait_for(f'{on.other}/share').split()
    fd = os.open(f'/proc/{pid}/fd/{number}', os.O_RDONLY if end == 'reader' else os.O_WRONLY)
    tell(f'{on.other}/taken')

    def work():
        if end == 'reader':
            while os.read(fd, 1) not in (b'', b'y'):
                pass
            tell(on.path('heard'))
        else:
            while not os.path.exists(on.path('write')):
                time.sleep(0.02)
            try:
                os.write(fd, b'z')
            except BrokenPipeError:
                pass
            tell(on.path('wrote'))

    in_thread(work)


@block
def fifo(on, state='kept', outside=False, data=False):
    path = on.path('fifo')
    os.mkfifo(path)
    both = os.open(path, os.O_RDWR)
    if outside:
        tell(on.path('share'), f'{os.getpid()} {both} reader')
        wait_for(on.path('taken'))
    if data:
        os.write(both, b'data')
    spoil(path, state)

    def check():
        if not data:
            os.write(both, b'data')
        return os.read(both, 4) == b'data' or 'the data is lost'

    return check


@block
def mounted_file(on, after='kept'):
    """A file on a mount that the tree made: only in a mount namespace of its own."""
    import subprocess
    path = on.path('mount')
    os.makedirs(path, exist_ok=True)
    subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', path], check=True)
    tell(f'{path}/file', 'content')
    held = os.open(f'{path}/file', os.O_RDONLY)
    if after == 'detached':
        libc.umount2(path.encode(), 2)
    elif after == 'overmounted':
        subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', path], check=True)
    return lambda: os.pread(held, 7, 0) == b'content' or 'the content differs'


_ = syscall
