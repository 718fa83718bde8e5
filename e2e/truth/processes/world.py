"""A destination of its own: fresh namespaces over an overlay of this machine's root, with a process 1 that reaps. What is
changed in it changes nothing outside; all of it is gone with process 1.

Arguments: DIRECTORY (an empty one, for the overlay), SHARED (a directory that both sides see), NAME (host name),
MEMORY (size of the tmpfs that takes what is written).
"""

import ctypes
import os
import subprocess
import sys
import time

directory, shared, name, size = sys.argv[1:5]
libc = ctypes.CDLL(None, use_errno=True)
FLAGS = 0x20000 | 0x4000000 | 0x8000000 | 0x20000000 | 0x40000000


def run(*argv):
    subprocess.run(argv, check=True)


def build():
    with open('/proc/sys/kernel/hostname', 'w') as file:
        file.write(name)
    run('mount', '--make-rprivate', '/')
    run('mount', '-t', 'tmpfs', '-o', f'size={size}', 'tmpfs', directory)
    root = f'{directory}/root'
    for part in ('upper', 'work', 'root'):
        os.mkdir(f'{directory}/{part}')
    run('mount', '-t', 'overlay', 'overlay', '-o', f'lowerdir=/,upperdir={directory}/upper,workdir={directory}/work', root)
    run('mount', '-t', 'proc', 'proc', f'{root}/proc')
    run('mount', '--rbind', '/sys', f'{root}/sys')
    run('mount', '--rbind', '/dev', f'{root}/dev')
    run('mount', '-t', 'devpts', '-o', 'newinstance,ptmxmode=0666', 'devpts', f'{root}/dev/pts')
    run('mount', '-t', 'tmpfs', 'tmpfs', f'{root}/run')
    run('mount', '--bind', shared, f'{root}{shared}')
    common = f'{os.path.dirname(shared)}/common'
    if os.path.isdir(common):
        run('mount', '--bind', common, f'{root}{common}')
    run('ip', 'link', 'set', 'lo', 'up')
    os.chdir(root)
    libc.pivot_root(b'.', b'mnt')
    os.chdir('/')
    libc.umount2(b'/mnt', 2)


if libc.unshare(FLAGS) != 0:
    raise OSError(ctypes.get_errno(), 'unshare')
child = os.fork()
if child:
    os.closerange(0, 1024)
    os.waitpid(child, 0)
    sys.exit(0)
build()
# A host that has run for a while is past the ids of the trees that come to it.
with open('/proc/sys/kernel/ns_last_pid', 'w') as file:
    file.write('300')
with open(f'{shared}/world-ready', 'w') as file:
    file.write('ready')
while True:
    try:
        os.wait()
    except ChildProcessError:
        time.sleep(0.02)
