import { inGroup } from '../probe.ts';

const raw = `
libc.mmap.restype = ctypes.c_void_p
def map_raw(size, protection, flags, fd=-1):
    place = libc.mmap(None, ctypes.c_size_t(size), protection, flags, fd, ctypes.c_long(0))
    if place == ctypes.c_void_p(-1).value:
        number = ctypes.get_errno()
        raise OSError(number, 'mmap: ' + os.strerror(number))
    return place
def advise(place, size, advice):
    library('madvise', ctypes.c_void_p(place), ctypes.c_size_t(size), advice)
def flags_of(place):
    inside, found = False, ''
    for line in read_file('/proc/self/smaps').splitlines():
        head = line.split(' ', 1)[0]
        if '-' in head:
            start, end = [int(one, 16) for one in head.split('-')]
            inside = start <= place < end
        elif inside and line.startswith('VmFlags:'):
            found = line.split()[1:]
    return found
`;

/** Mappings of every kind. Flags: 1 shared, 2 private, 0x20 anonymous, 0x4000 no reserve, 0x40000 huge pages. */
export const memoryProbes = inGroup('memory', [
  {
    id: 'shared-memory',
    title: 'anonymous memory that two processes share',
    program: `
memory = mmap.mmap(-1, 1 << 16)
def child():
    yield
    memory[:5] = b'heron'
one = member(child)
ready()
one.ask()
expect(memory[:5] == b'heron', 'they share it no longer')
`,
  },
  {
    id: 'private-file-map',
    title: 'a private mapping of a file, changed in memory',
    program: `
file = os.open(in_folder('data', b'heron' + bytes(8000)), os.O_RDWR)
memory = mmap.mmap(file, 8005, mmap.MAP_PRIVATE)
memory[:5] = b'stork'
ready()
expect(memory[:5] == b'stork', 'the change is lost')
expect(os.pread(file, 5, 0) == b'heron', 'the file has changed')
`,
  },
  {
    id: 'shared-file-map',
    title: 'a shared mapping of a file',
    program: `
file = os.open(in_folder('data', bytes(8192)), os.O_RDWR)
memory = mmap.mmap(file, 8192)
ready()
memory[:5] = b'heron'
expect(os.pread(file, 5, 0) == b'heron', 'the file does not follow')
`,
  },
  {
    id: 'deleted-file-map',
    title: 'a mapping of a deleted file',
    program: `
file = os.open(in_folder('data', bytes(8192)), os.O_RDWR)
memory = mmap.mmap(file, 8192)
memory[:5] = b'heron'
os.unlink(in_folder('data'))
os.close(file)
ready()
expect(memory[:5] == b'heron', 'its content is lost')
`,
  },
  {
    id: 'huge-pages',
    title: 'memory of huge pages (hugetlb)',
    program: `${raw}
place = map_raw(2 << 20, 3, 0x2 | 0x20 | 0x40000)
ctypes.memmove(place, b'heron', 5)
ready()
expect(ctypes.string_at(place, 5) == b'heron', 'its content is lost')
`,
  },
  {
    id: 'locked-memory',
    title: 'memory that is locked (mlock)',
    program: `${raw}
place = map_raw(1 << 16, 3, 0x22)
library('mlock', ctypes.c_void_p(place), ctypes.c_size_t(1 << 16))
ready()
expect('lo' in flags_of(place), 'it is locked no longer')
`,
  },
  {
    id: 'huge-reservation',
    title: 'a reservation of 1 TiB that is hardly used',
    program: `${raw}
place = map_raw(1 << 40, 3, 0x2 | 0x20 | 0x4000)
ctypes.memmove(place + (1 << 39), b'heron', 5)
ready()
expect(ctypes.string_at(place + (1 << 39), 5) == b'heron', 'its content is lost')
`,
  },
  {
    id: 'secret-memory',
    title: 'memory that the kernel itself does not see (memfd_secret)',
    program: `${raw}
fd = system('memfd_secret', 0)
os.ftruncate(fd, 4096)
place = map_raw(4096, 3, 0x1, fd)
ready()
expect(ctypes.string_at(place, 1) == bytes(1), 'it cannot be read')
`,
  },
  {
    id: 'guard-pages',
    title: 'guard pages (MADV_GUARD_INSTALL)',
    program: `${raw}
place = map_raw(1 << 16, 3, 0x22)
ctypes.memmove(place, b'heron', 5)
advise(place + 8192, 4096, 102)
ready()
expect(ctypes.string_at(place, 5) == b'heron', 'its content is lost')
pid = os.fork()
if pid == 0:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.string_at(place + 8192, 1)
    os._exit(0)
expect(os.WIFSIGNALED(os.waitpid(pid, 0)[1]), 'the guard is gone')
`,
  },
  {
    id: 'memory-advice',
    title: 'advice about memory (not for children, wiped in children, not in core files)',
    program: `${raw}
places = [map_raw(8192, 3, 0x22) for _ in range(3)]
for place, advice in zip(places, (10, 18, 16)):
    advise(place, 8192, advice)
ready()
for place, flag in zip(places, ('dc', 'wf', 'dd')):
    expect(flag in flags_of(place), 'the flag %s is lost' % flag)
`,
  },
  {
    id: 'no-huge-pages',
    title: 'a process without transparent huge pages (PR_SET_THP_DISABLE)',
    program: `
library('prctl', 41, 1, 0, 0, 0)
ready()
expect(library('prctl', 42, 0, 0, 0, 0) == 1, 'the flag is lost')
`,
  },
  {
    id: 'protections',
    title: 'memory of every protection, and an area that grows downwards',
    program: `${raw}
places = [map_raw(4096, protection, 0x22) for protection in (0, 1, 3, 5, 7)]
growing = map_raw(16384, 3, 0x22 | 0x100)
def protections():
    lines = [line.split() for line in read_file('/proc/self/maps').splitlines()]
    return [mode for place in places for span, mode in [(one[0], one[1]) for one in lines]
            if int(span.split('-')[0], 16) <= place < int(span.split('-')[1], 16)]
before = protections()
ready()
expect(protections() == before, 'they were %s and are %s' % (before, protections()))
expect('gd' in flags_of(growing + 8192), 'the area grows no longer')
`,
  },
  {
    id: 'device-map',
    title: 'a mapping of a character device (/dev/fb0, /dev/mem)',
    program: `${raw}
file = os.open('/dev/mem', os.O_RDONLY | os.O_SYNC)
place = map_raw(4096, 1, 0x1, file)
ready()
`,
  },
  {
    id: 'sealed-memory',
    title: 'a sealed mapping (mseal)',
    program: `${raw}
place = map_raw(4096, 3, 0x22)
system('mseal', ctypes.c_void_p(place), 4096, 0)
ready()
expect(libc.munmap(ctypes.c_void_p(place), ctypes.c_size_t(4096)) == -1, 'it is sealed no longer')
`,
  },
]);
