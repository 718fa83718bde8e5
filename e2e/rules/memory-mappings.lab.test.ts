import { describeWithCriu } from './describe-with-criu.ts';

const memory = `
libc.mmap.restype = ctypes.c_long
libc.mmap.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.madvise.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_int]
def new(size, protection=3, flags=0x22): return libc.mmap(0, size, protection, flags, -1, 0)
`;

describeWithCriu('memory-mappings', [
  {
    name: 'shared and private memory, files, and a memory device',
    program: `
shared = mmap.mmap(-1, 8192)
private = mmap.mmap(-1, 8192, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
zero = mmap.mmap(os.open('/dev/zero', os.O_RDWR), 8192)
memory = os.memfd_create('memory')
os.ftruncate(memory, 8192)
mapped = mmap.mmap(memory, 8192)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'guard regions, locked, growing, droppable and unused memory of 16 TB',
    program: `${memory}
guarded = new(65536)
libc.memset(ctypes.c_long(guarded), 1, 65536)
libc.madvise(guarded + 16384, 16384, 102)
libc.syscall(325, ctypes.c_long(new(65536)), 65536, 1)
libc.mmap(0, 65536, 3, 0x122, -1, 0)
libc.mmap(0, 65536, 3, 0x28, -1, 0)
vast = new(16 << 40, 3, 0x4022)
libc.memset(ctypes.c_long(vast + (8 << 40)), 1, 4096)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'sealed memory',
    program: `${memory}
assert libc.syscall(462, ctypes.c_long(new(65536)), 65536, 0) == 0
ready()
wait()`,
    finds: ['memory-mappings.sealed'],
  },
  {
    name: 'memory that a process outside supplies',
    program: `${memory}
here, there = socket.socketpair()
child = os.fork()
if child == 0:
    here.close()
    os.setsid()
    faults = libc.syscall(323, 0)
    fcntl.ioctl(faults, 0xc018aa3f, bytearray(struct.pack('QQQ', 0xAA, 0, 0)))
    fcntl.ioctl(faults, 0xc020aa00, bytearray(struct.pack('QQQQ', new(65536), 65536, 1, 0)))
    socket.send_fds(there, [b'x'], [faults])
    os.close(faults)
    there.close()
    ready()
    wait()
there.close()
held = socket.recv_fds(here, 1, 1)[1]
tend()`,
    finds: ['memory-mappings.userfault-outside'],
  },
  {
    name: 'data of the kernel without its code',
    program: `
child = os.fork()
if child == 0:
    os.setsid()
    start, end = [int(text, 16) for text in [line for line in open('/proc/self/maps') if '[vdso]' in line][0].split()[0].split('-')]
    code = mmap.mmap(-1, 4096, prot=7)
    # munmap(start, length), then pause for ever: nothing may call the unmapped code.
    code.write(bytes.fromhex('48bf') + struct.pack('Q', start) + bytes.fromhex('48be') + struct.pack('Q', end - start)
        + bytes.fromhex('b80b0000000f05b8220000000f05ebf7'))
    run = ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    run()
time.sleep(0.3)
ready(child)
tend()`,
    finds: ['memory-mappings.vdso-gone'],
  },
  {
    name: 'secret memory',
    program: `${memory}
secret = libc.syscall(447, 0)
assert secret >= 0, 'secret memory is switched off on this kernel'
os.ftruncate(secret, 4096)
libc.mmap(0, 4096, 3, 1, secret, 0)
os.close(secret)
ready()
wait()`,
    finds: ['memory-mappings.secret-memory'],
  },
]);
