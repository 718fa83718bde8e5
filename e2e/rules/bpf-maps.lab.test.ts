import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('bpf-maps', [
  {
    name: 'a hash table, with the CRIU of this host',
    program: `
attributes = bytearray(struct.pack('IIII', 1, 4, 4, 8) + bytes(112))
table = libc.syscall(321, 0, (ctypes.c_char * 72).from_buffer(attributes), 72)
assert table >= 0
ready()
wait()`,
    finds: ['bpf-maps.without-libbpf'],
  },
]);
