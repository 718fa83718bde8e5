import { inGroup } from '../probe.ts';

/** Threads: what they share, and what they do not. */
export const threadProbes = inGroup('threads', [
  {
    id: 'threads',
    title: 'several threads that wait for each other',
    program: `
import threading
lock, numbers = threading.Lock(), []
lock.acquire()
def work(number):
    with lock:
        numbers.append(number)
threads = [threading.Thread(target=work, args=(one,), daemon=True) for one in range(6)]
for one in threads:
    one.start()
ready()
lock.release()
for one in threads:
    one.join(2)
expect(sorted(numbers) == list(range(6)), 'some threads do not go on')
`,
  },
  {
    id: 'thread-names-and-masks',
    title: 'threads with names and signal masks of their own',
    program: `
import threading
go, seen = threading.Event(), {}
started = threading.Event()
def work():
    library('prctl', 15, b'wing', 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
    started.set()
    go.wait()
    seen['mask'] = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    seen['name'] = read_file('/proc/self/task/%d/comm' % system('gettid')).strip()
thread = threading.Thread(target=work, daemon=True)
thread.start()
started.wait()
ready()
go.set()
thread.join(2)
expect(seen.get('name') == 'wing', 'the name of a thread is lost')
expect(signal.SIGUSR2 in seen.get('mask', []), 'the signal mask of a thread is lost')
`,
  },
  {
    id: 'dead-main-thread',
    title: 'threads that go on after the main thread has ended',
    program: `
pid = os.fork()
if pid == 0:
    import threading
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    system('exit', 0)
expect(wait_for(lambda: status_of(pid, 'State')[0] == 'Z'), 'the main thread did not end')
ready()
expect(int(status_of(pid, 'Threads')) > 0, 'the threads are gone')
`,
  },
  {
    id: 'thread-own-directory',
    title: 'a thread with a working directory of its own',
    program: `
import threading
go, started, seen = threading.Event(), threading.Event(), {}
def work():
    library('unshare', 0x200)
    os.chdir('/usr')
    started.set()
    go.wait()
    seen['cwd'] = os.getcwd()
thread = threading.Thread(target=work, daemon=True)
thread.start()
started.wait()
ready()
go.set()
thread.join(2)
expect(seen.get('cwd') == '/usr', 'the thread has the directory of the process now')
`,
  },
  {
    id: 'thread-own-files',
    title: 'a thread with a descriptor table of its own',
    program: `
import threading
go, started, seen = threading.Event(), threading.Event(), {}
def work():
    library('unshare', 0x400)
    seen['fd'] = os.open('/dev/null', os.O_RDONLY)
    started.set()
    go.wait()
    seen['still'] = os.path.exists('/proc/self/task/%d/fd/%d' % (system('gettid'), seen['fd']))
thread = threading.Thread(target=work, daemon=True)
thread.start()
started.wait()
ready()
go.set()
thread.join(2)
expect(seen.get('still'), 'the thread has the descriptors of the process now')
`,
  },
  {
    id: 'stopped-thread-group',
    title: 'a stopped process of several threads',
    program: `
pid = os.fork()
if pid == 0:
    import threading
    for _ in range(3):
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(3600)
expect(wait_for(lambda: status_of(pid, 'State')[0] == 'T'), 'not stopped')
ready()
states = [status_of('%d/task/%s' % (pid, tid), 'State')[0] for tid in os.listdir('/proc/%d/task' % pid)]
expect(states == ['T'] * 4, 'not all threads are stopped: ' + ''.join(states))
`,
  },
  {
    id: 'membarrier',
    title: 'a process registered for membarrier(2)',
    program: `
system('membarrier', 16, 0, 0)
ready()
system('membarrier', 8, 0, 0)
`,
  },
  {
    id: 'rseq',
    title: 'restartable sequences registered by the C library',
    program: `
area = getattr(libc, '__rseq_size', None)
if area is None or ctypes.c_uint.in_dll(libc, '__rseq_size').value == 0:
    unsupported('the C library registers none')
offset = ctypes.c_ssize_t.in_dll(libc, '__rseq_offset').value
libc.pthread_self.restype = ctypes.c_void_p
here = libc.pthread_self() + offset
ready()
number = ctypes.c_int.from_address(here + 4).value
expect(number >= 0, 'the registration is lost: the cpu number is %d' % number)
`,
  },
]);
