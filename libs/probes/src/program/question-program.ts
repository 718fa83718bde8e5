/**
 * What every probe begins with, as Python: its words for holding something and for being asked about it afterwards.
 *
 *   ready()            what is to be held is held; returns when the question is asked, which is after the restore
 *   expect(true, why)  what must still hold then
 *   unsupported(why)   this host cannot hold such a thing
 *   member(work)       a process below this one; "work" is a generator: before its yield it sets up, behind it it is asked
 *   enter(kinds)       namespaces of its own, from the first instruction on
 *   system(name, ...)  a system call by name; library(name, ...) a function of libc; both raise OSError
 */
export const questionProgram = `
import ctypes, errno, fcntl, json, mmap, os, resource, select, signal, socket, struct, time

class Unsupported(Exception):
    pass

class Lost(Exception):
    pass

asked = False

def ready():
    global asked
    write_file('ready', '')
    question = os.path.join(FOLDER, 'question')
    while not os.path.exists(question):
        time.sleep(0.004)
    asked = True

def expect(truth, why):
    if not truth:
        raise Lost(why)

def unsupported(why):
    raise Unsupported(why)

NUMBERS = {
    'x86_64': {
        'io_setup': 206, 'io_getevents': 208, 'io_submit': 209, 'ioprio_set': 251, 'ioprio_get': 252, 'eventfd2': 290,
        'signalfd4': 289, 'timerfd_create': 283, 'timerfd_settime': 286, 'timerfd_gettime': 287, 'inotify_init1': 294,
        'inotify_add_watch': 254, 'fanotify_init': 300, 'fanotify_mark': 301, 'perf_event_open': 298, 'memfd_create': 319,
        'bpf': 321, 'userfaultfd': 323, 'membarrier': 324, 'pidfd_open': 434, 'io_uring_setup': 425, 'memfd_secret': 447,
        'landlock_create_ruleset': 444, 'landlock_restrict_self': 446, 'add_key': 248, 'keyctl': 250, 'seccomp': 317,
        'clone': 56, 'exit': 60, 'sched_setattr': 314, 'sched_getattr': 315, 'timer_create': 222, 'timer_settime': 223,
        'timer_gettime': 224, 'rt_sigqueueinfo': 129, 'gettid': 186, 'pipe2': 293, 'modify_ldt': 154, 'set_mempolicy': 238,
        'get_mempolicy': 239, 'mseal': 462, 'fsopen': 430, 'open_tree': 428, 'kcmp': 312, 'mlock2': 325,
    },
    'aarch64': {
        'io_setup': 0, 'io_getevents': 4, 'io_submit': 2, 'ioprio_set': 30, 'ioprio_get': 31, 'eventfd2': 19,
        'signalfd4': 74, 'timerfd_create': 85, 'timerfd_settime': 86, 'timerfd_gettime': 87, 'inotify_init1': 26,
        'inotify_add_watch': 27, 'fanotify_init': 262, 'fanotify_mark': 263, 'perf_event_open': 241, 'memfd_create': 279,
        'bpf': 280, 'userfaultfd': 282, 'membarrier': 283, 'pidfd_open': 434, 'io_uring_setup': 425, 'memfd_secret': 447,
        'landlock_create_ruleset': 444, 'landlock_restrict_self': 446, 'add_key': 217, 'keyctl': 219, 'seccomp': 277,
        'clone': 220, 'exit': 93, 'sched_setattr': 274, 'sched_getattr': 275, 'timer_create': 107, 'timer_settime': 110,
        'timer_gettime': 108, 'rt_sigqueueinfo': 138, 'gettid': 178, 'pipe2': 59, 'set_mempolicy': 237,
        'get_mempolicy': 236, 'mseal': 462, 'fsopen': 430, 'open_tree': 428, 'kcmp': 272, 'mlock2': 284,
    },
}

def plain(value):
    return ctypes.c_long(value) if isinstance(value, int) else value

def system(name, *arguments):
    number = NUMBERS.get(os.uname().machine, {}).get(name)
    if number is None:
        unsupported('no number is known here for the system call ' + name)
    return must(libc.syscall(ctypes.c_long(number), *[plain(one) for one in arguments]), name)

def library(name, *arguments):
    return must(getattr(libc, name)(*arguments), name)

def read_file(path):
    with open(path) as file:
        return file.read()

def status_of(pid, field):
    for line in read_file('/proc/%s/status' % pid).splitlines():
        if line.startswith(field + ':'):
            return line.split(':', 1)[1].strip()
    raise Lost('%s is not in the status of process %s' % (field, pid))

def write_text(path, text):
    with open(path, 'w') as file:
        file.write(text)

def enter(kinds, before=lambda: None):
    # A program that goes on is still mapped from the namespaces it was started in; so it is started again in the new ones.
    if not AGAIN:
        library('unshare', kinds)
        before()
        start_again()

def in_folder(name, content=None):
    path = os.path.join(FOLDER, name)
    if content is not None:
        with open(path, 'wb') as file:
            file.write(content)
    return path

class Member:
    def __init__(self, pid, hear, tell):
        self.pid, self.hear, self.tell = pid, hear, tell

    def ask(self):
        os.write(self.tell, b'?')
        said = os.read(self.hear, 4096)
        expect(said == b'+', said.decode() or 'the process %d is gone' % self.pid)

def member(work):
    question, answer = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(question[1])
        os.close(answer[0])
        try:
            steps = work()
            next(steps)
            os.write(answer[1], b'+')
            os.read(question[0], 1)
            next(steps, None)
            os.write(answer[1], b'+')
        except BaseException as error:
            os.write(answer[1], (str(error) or repr(error)).encode()[:4000])
        os._exit(0)
    os.close(question[0])
    os.close(answer[1])
    said = os.read(answer[0], 4096)
    if said != b'+':
        unsupported(said.decode())
    return Member(pid, answer[0], question[1])

def wait_for(truth, seconds=2.0):
    end = time.monotonic() + seconds
    while not truth():
        if time.monotonic() > end:
            return False
        time.sleep(0.003)
    return True

def conclude(state, why=''):
    write_file('answer', json.dumps({'state': state, 'detail': str(why)[:300]}))

def run(probe):
    try:
        probe()
        conclude('works')
    except Unsupported as error:
        conclude('lost' if asked else 'unsupported', error)
    except BaseException as error:
        why = str(error) if isinstance(error, (Lost, OSError)) else repr(error)
        conclude('lost' if asked else 'unsupported', why)
`;
