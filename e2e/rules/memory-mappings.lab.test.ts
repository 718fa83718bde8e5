import { describeWithCriu } from './describe-with-criu.ts';

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
    name: 'secret memory',
    program: `
secret = libc.syscall(447, 0)
assert secret >= 0, 'secret memory is switched off on this kernel'
os.ftruncate(secret, 4096)
memory = mmap.mmap(secret, 4096)
ready()
wait()`,
    finds: ['memory-mappings.secret-memory'],
  },
]);
