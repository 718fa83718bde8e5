"""Makes one thing different on a destination. Arguments: the kind of change, then what it needs."""

import ctypes
import os
import shutil
import socket
import struct
import subprocess
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
kind, *arguments = sys.argv[1:]


def edit(path, change):
    with open(path, 'rb') as file:
        content = bytearray(file.read())
    stat = os.stat(path)
    content = change(content)
    with open(path, 'wb') as file:
        file.write(content)
    os.chmod(path, stat.st_mode & 0o7777)


def flip(at):
    def change(content):
        content[at] ^= 1
        return content

    return change


def other_build(content):
    # The note of a build id: length of its name, of its twenty bytes, its type, its name.
    return flip(content.index(struct.pack('<III', 4, 20, 3) + b'GNU\0') + 16)(content)


def stay(work=lambda: None):
    """Leaves a process behind that holds what was taken."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        work()
        os.write(writer, b'x')
        for standard in range(3):
            os.close(standard)
        time.sleep(1000)
    os.close(writer)
    if os.read(reader, 1) != b'x':
        sys.exit('the change could not be made')


def take_id(wanted, threads=False):
    """clone3(2) with set_tid: a process under an id of one's choice."""
    number = ctypes.c_int(int(wanted))
    request = struct.pack('11Q', 0, 0, 0, 0, 17, 0, 0, 0, ctypes.addressof(number), 1, 0)
    child = libc.syscall(435, request, len(request))
    if child == 0:
        os.setsid()
        os.closerange(0, 1024)
        time.sleep(1000)
    if child < 0:
        sys.exit(f'clone3: {os.strerror(ctypes.get_errno())}')


def listening(family, address, port, kind_of=socket.SOCK_STREAM, reuse=False):
    def work():
        one = socket.socket(family, kind_of)
        if reuse:
            one.setsockopt(socket.SOL_SOCKET, 15, 1)
        one.bind((address, int(port)))
        if kind_of == socket.SOCK_STREAM:
            one.listen(4)
        globals()['held'] = one

    stay(work)


def bound(path):
    def work():
        one = socket.socket(socket.AF_UNIX)
        one.bind(path.replace('@', '\0'))
        one.listen(4)
        globals()['held'] = one

    stay(work)


def locked(path):
    def work():
        import fcntl
        globals()['held'] = open(path, 'r+')
        fcntl.flock(globals()['held'], fcntl.LOCK_EX)

    stay(work)


def over(path, *options):
    """Another file system over a directory, with the same content."""
    copy = f'{path}.copy'
    # The proofs of shared storage are not copied: it is no shared storage.
    shutil.copytree(path, copy, symlinks=True, ignore=shutil.ignore_patterns('.godwit*'))
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', path], check=True)
    subprocess.run(['cp', '-a', f'{copy}/.', path], check=True)
    shutil.rmtree(copy)
    if options:
        subprocess.run(['mount', '-o', f'remount,{options[0]}', path], check=True)


def take_terminal(number):
    def work():
        import pty
        globals()['held'] = []
        while True:
            master, slave = pty.openpty()
            globals()['held'].append((master, slave))
            if os.ttyname(slave).endswith(f'/{number}'):
                return

    stay(work)


def sysctl(name, value):
    with open(f'/proc/sys/{name}', 'w') as file:
        file.write(value)


def directory_into_file(path):
    shutil.rmtree(path)
    with open(path, 'w') as file:
        file.write('x')


def file_into_directory(path):
    os.unlink(path)
    os.mkdir(path)


def into_link(path):
    if os.path.isdir(path):
        # A directory of a lower layer cannot be renamed in an overlay.
        shutil.copytree(path, f'{path}.real')
        shutil.rmtree(path)
    else:
        os.rename(path, f'{path}.real')
    os.symlink(f'{path}.real', path)


KINDS = {
    'nothing': lambda: None,
    'directory': lambda path: os.makedirs(path),
    'resize': lambda path, size: subprocess.run(['mount', '-o', f'remount,size={size}', path], check=True),
    'remove': lambda path: shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path),
    'append': lambda path: edit(path, lambda content: content + b'y'),
    'shorten': lambda path: edit(path, lambda content: content[:-1]),
    'empty': lambda path: edit(path, lambda content: b''),
    'flip': lambda path, at: edit(path, flip(int(at))),
    'other-build': lambda path: edit(path, other_build),
    'same-size': lambda path: edit(path, lambda content: b'#' * len(content)),
    'mode': lambda path, mode: os.chmod(path, int(mode, 8)),
    'owner': lambda path: os.chown(path, 65534, 65534),
    'touch': lambda path: os.utime(path),
    'rewrite': lambda path: (shutil.copy2(path, f'{path}.new'), os.rename(f'{path}.new', path)),
    'into-directory': file_into_directory,
    'into-file': directory_into_file,
    'into-link': into_link,
    'take-id': take_id,
    'take-port': lambda port, address='127.0.0.1': listening(socket.AF_INET6 if ':' in address else socket.AF_INET, address, port),
    'take-port-reusable': lambda port: listening(socket.AF_INET, '127.0.0.1', port, reuse=True),
    'take-udp-port': lambda port: listening(socket.AF_INET, '127.0.0.1', port, socket.SOCK_DGRAM),
    'take-path': bound,
    'take-lock': locked,
    'take-terminal': take_terminal,
    'add-address': lambda address: subprocess.run(['ip', 'addr', 'add', f'{address}/32', 'dev', 'lo'], check=True),
    'loopback-down': lambda: subprocess.run(['ip', 'link', 'set', 'lo', 'down'], check=True),
    'unmount': lambda path: subprocess.run(['umount', '-l', path], check=True),
    'over': over,
    'sysctl': sysctl,
    'hide': lambda path: subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', path], check=True),
    'read-only': lambda path: (subprocess.run(['mount', '--bind', path, path], check=True), subprocess.run(['mount', '-o', 'remount,bind,ro', path], check=True)),
    'no-exec': lambda path: (subprocess.run(['mount', '--bind', path, path], check=True), subprocess.run(['mount', '-o', 'remount,bind,noexec', path], check=True)),
    'fill': lambda path, left: fill(path, int(left)),
}


def fill(path, left):
    state = os.statvfs(path)
    room = state.f_bavail * state.f_frsize - left
    with open(f'{path}/filler', 'wb') as file:
        while room > 0:
            file.write(b'\0' * min(room, 1 << 20))
            room -= 1 << 20


KINDS[kind](*arguments)
