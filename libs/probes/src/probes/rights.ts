import { inGroup } from '../probe.ts';

const filter = `
def install_filter():
    # Refuses getpriority(2) with EPERM and permits all else.
    number = {'x86_64': 140, 'aarch64': 141}[os.uname().machine]
    lines = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | errno.EPERM), (0x06, 0, 0, 0x7FFF0000)]
    code = b''.join(struct.pack('HBBI', *one) for one in lines)
    buffer = ctypes.create_string_buffer(code)
    library('prctl', 22, 2, struct.pack('H6xQ', len(lines), ctypes.addressof(buffer)), 0, 0)
`;

/** Rights, limits and how a process is scheduled. */
export const rightsProbes = inGroup('rights', [
  {
    id: 'other-user',
    title: 'a process of another user and group, with further groups',
    program: `
def child():
    os.setgroups([65533, 65532])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    yield
    expect(os.getresuid() == (65534,) * 3 and os.getresgid() == (65534,) * 3, 'it runs as another user')
    expect(sorted(os.getgroups()) == [65532, 65533], 'its further groups are lost')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'fewer-capabilities',
    title: 'a process that gave up capabilities',
    program: `
def child():
    library('prctl', 24, 13, 0, 0, 0)
    head = struct.pack('Ii', 0x20080522, 0)
    data = ctypes.create_string_buffer(24)
    library('capget', head, data)
    effective, permitted, inheritable, e2, p2, i2 = struct.unpack('6I', data.raw)
    without = ~(1 << 13) & 0xFFFFFFFF
    library('capset', head, struct.pack('6I', effective & without, permitted & without, inheritable, e2, p2, i2))
    before = [status_of('self', name) for name in ('CapEff', 'CapPrm', 'CapBnd')]
    yield
    expect([status_of('self', name) for name in ('CapEff', 'CapPrm', 'CapBnd')] == before, 'it has other capabilities')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'no-new-privileges',
    title: 'a process that set PR_SET_NO_NEW_PRIVS',
    program: `
library('prctl', 38, 1, 0, 0, 0)
ready()
expect(status_of('self', 'NoNewPrivs') == '1', 'the flag is lost')
`,
  },
  {
    id: 'seccomp-filter',
    title: 'a process under a seccomp filter',
    program: `${filter}
install_filter()
ready()
expect(status_of('self', 'Seccomp') == '2', 'the filter is gone')
try:
    os.getpriority(os.PRIO_PROCESS, 0)
    expect(False, 'the filter lets through what it refused')
except PermissionError:
    pass
`,
  },
  {
    id: 'seccomp-strict',
    title: 'a process in strict seccomp mode',
    program: `
question, answer = os.pipe(), os.pipe()
pid = os.fork()
if pid == 0:
    room, enter_mode, read, write = ctypes.create_string_buffer(1), libc.prctl, libc.read, libc.write
    enter_mode(22, 1, 0, 0, 0)
    read(question[0], room, 1)
    write(answer[1], room, 1)
    libc.syscall(ctypes.c_long(NUMBERS[os.uname().machine]['exit']), ctypes.c_long(0))
expect(wait_for(lambda: status_of(pid, 'Seccomp') == '1'), 'not in strict mode')
time.sleep(0.02)
expect(status_of(pid, 'State')[0] == 'S', 'the child did not survive its own mode')
ready()
expect(status_of(pid, 'Seccomp') == '1', 'its mode is %s now' % status_of(pid, 'Seccomp'))
os.write(question[1], b'?')
expect(select.select([answer[0]], [], [], 2)[0], 'it does not answer')
`,
  },
  {
    id: 'landlock',
    title: 'a process in a Landlock sandbox',
    program: `
rules = system('landlock_create_ruleset', struct.pack('Q', 1 << 7), 8, 0)
library('prctl', 38, 1, 0, 0, 0)
system('landlock_restrict_self', rules, 0)
os.close(rules)
def refused():
    try:
        os.mkdir(in_folder('new'))
        return False
    except PermissionError:
        return True
if not refused():
    unsupported('Landlock restricts nothing here')
ready()
expect(refused(), 'the sandbox is gone')
`,
  },
  {
    id: 'keyring',
    title: 'a key in the keyring of a process',
    program: `
system('add_key', b'user', b'godwit-probe', b'secret', 6, -2)
ready()
system('keyctl', 10, -2, b'user', b'godwit-probe', 0)
`,
  },
  {
    id: 'mdwe',
    title: 'memory that may not become writable and executable (PR_SET_MDWE)',
    program: `
library('prctl', 65, 1, 0, 0, 0)
ready()
expect(library('prctl', 66, 0, 0, 0, 0) == 1, 'the flag is lost')
`,
  },
  {
    id: 'resource-limits',
    title: 'resource limits that were lowered',
    program: `
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 400))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
ready()
expect(resource.getrlimit(resource.RLIMIT_NOFILE) == (300, 400), 'the limit of open files is another')
expect(resource.getrlimit(resource.RLIMIT_CORE) == (0, 0), 'the limit of core files is another')
`,
  },
  {
    id: 'nice',
    title: 'a nice value',
    program: `
value = os.nice(3)
ready()
expect(os.nice(0) == value, 'the nice value is another')
`,
  },
  {
    id: 'batch-scheduling',
    title: 'the scheduling policy SCHED_BATCH',
    program: `
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
ready()
expect(os.sched_getscheduler(0) == os.SCHED_BATCH, 'the policy is another')
`,
  },
  {
    id: 'realtime-scheduling',
    title: 'the scheduling policy SCHED_FIFO',
    program: `
def child():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(3))
    yield
    expect(os.sched_getscheduler(0) == os.SCHED_FIFO, 'the policy is another')
    expect(os.sched_getparam(0).sched_priority == 3, 'the priority is another')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'reset-on-fork',
    title: 'a scheduling policy with SCHED_RESET_ON_FORK',
    program: `
os.sched_setscheduler(0, os.SCHED_BATCH | os.SCHED_RESET_ON_FORK, os.sched_param(0))
ready()
expect(os.sched_getscheduler(0) & os.SCHED_RESET_ON_FORK, 'the flag is lost')
`,
  },
  {
    id: 'deadline-scheduling',
    title: 'the scheduling policy SCHED_DEADLINE',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
system('sched_setattr', pid, struct.pack('IIQiIQQQ', 48, 6, 0, 0, 0, 1000000, 100000000, 100000000), 0)
ready()
expect(os.sched_getscheduler(pid) == 6, 'the policy is another')
`,
  },
  {
    id: 'cpu-affinity',
    title: 'a process bound to one processor',
    program: `
if len(os.sched_getaffinity(0)) < 2:
    unsupported('there is only one processor')
os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])
before = os.sched_getaffinity(0)
ready()
expect(os.sched_getaffinity(0) == before, 'it may run on every processor now')
`,
  },
  {
    id: 'io-priority',
    title: 'a priority for input and output',
    program: `
system('ioprio_set', 1, 0, (2 << 13) | 6)
ready()
expect(system('ioprio_get', 1, 0) == (2 << 13) | 6, 'the priority is another')
`,
  },
  {
    id: 'timer-slack',
    title: 'a timer slack of its own',
    program: `
library('prctl', 29, 123456, 0, 0, 0)
ready()
expect(library('prctl', 30, 0, 0, 0, 0) == 123456, 'the slack is another')
`,
  },
  {
    id: 'oom-score',
    title: 'an adjusted out-of-memory score',
    program: `
with open('/proc/self/oom_score_adj', 'w') as file:
    file.write('612')
ready()
expect(read_file('/proc/self/oom_score_adj').strip() == '612', 'the score is another')
`,
  },
  {
    id: 'personality',
    title: 'a personality(2) without address randomisation',
    program: `
library('personality', 0x0040000)
ready()
now = library('personality', 0xFFFFFFFF)
expect(now == 0x0040000, 'the personality is %x now' % now)
`,
  },
  {
    id: 'numa-policy',
    title: 'a memory policy for NUMA nodes',
    program: `
system('set_mempolicy', 1, struct.pack('Q', 1), 64)
ready()
mode = ctypes.c_int()
system('get_mempolicy', ctypes.byref(mode), 0, 0, 0, 0)
expect(mode.value == 1, 'the policy is another')
`,
  },
]);
