"""What the blocks share: their register, system calls, and talk with the neighbour outside of the tree."""

import ctypes
import os
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)
BLOCKS = {}


def block(function):
    BLOCKS[function.__name__] = function
    return function


def syscall(number, *args):
    converted = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    libc.syscall.restype = ctypes.c_long
    result = libc.syscall(ctypes.c_long(number), *converted)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def wait_for(path):
    deadline = time.monotonic() + 10
    while not os.path.exists(path):
        if time.monotonic() > deadline:
            raise TimeoutError(path)
        time.sleep(0.01)
    with open(path) as file:
        return file.read()


def tell(path, text='x'):
    with open(f'{path}.new', 'w') as file:
        file.write(text)
    os.rename(f'{path}.new', path)


def child(work=None):
    """A child that does `work` and then waits for ever."""
    pid = os.fork()
    if pid == 0:
        try:
            if work is not None:
                work()
            while True:
                time.sleep(1000)
        except BaseException as error:
            os.write(2, f'{error!r}\n'.encode())
            os._exit(70)
    return pid


def state_of(pid):
    with open(f'/proc/{pid}/stat') as file:
        return file.read().rsplit(')', 1)[1].split()


def until(holds, what='it'):
    deadline = time.monotonic() + 8
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.005)


class Holding:
    def __init__(self, directory, other):
        self.directory = directory
        self.other = other
        self.kept = []
        self.last = []

    def path(self, name):
        return f'{self.directory}/{name}'

    def common(self, name):
        """A name in the one directory that is not only seen but the very same on a destination: there writes and locks meet."""
        folder = f'{os.path.dirname(self.directory)}/common'
        os.makedirs(folder, exist_ok=True)
        return f'{folder}/{name}'

    def name(self, stem, folder):
        """A name that nothing in the folder has yet; in a folder that others use too, one that only this process has."""
        if not folder.startswith(self.directory):
            return f'godwit-truth-{stem}-{os.getpid()}-{len(os.listdir(folder))}'
        number = sum(1 for one in os.listdir(folder) if one.startswith(stem))
        return f'{stem}{number or ""}'

    def keep(self, *what):
        self.kept.extend(what)

    def at_end(self, function):
        """Done after everything is ready; it is handed the function that serves questions."""
        self.last.append(function)

    def finish(self, serve):
        for function in self.last:
            function(serve)


def in_thread(function):
    thread = threading.Thread(target=function, daemon=True)
    thread.start()
    return thread
