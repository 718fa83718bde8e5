import { describeWithCriu } from './describe-with-criu.ts';

/** `clone_page` starts a process of the same address space that only waits; `fork_with` forks with further flags of clone. */
const clones = `
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex('b8220000000f05ebf7'))
stack = mmap.mmap(-1, 65536)
address = lambda memory: ctypes.addressof(ctypes.c_char.from_buffer(memory))
libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
def clone_page(flags):
    assert libc.clone(address(page), address(stack) + 65536 - 64, flags | 17, None) > 0
def fork_with(flags, then=wait):
    if libc.syscall(56, flags | 17, 0, 0, 0, 0) == 0: then()
`;

describeWithCriu('shared-resources', [
  {
    name: 'descriptors handed down from parent to child and grandchild',
    program: `${clones}
fork_with(0x400, lambda: (fork_with(0x400), wait()))
time.sleep(0.3)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'an address space, with all that goes along',
    program: `${clones}
clone_page(0x100 | 0x200 | 0x400 | 0x800)
ready()
wait()`,
    finds: ['shared-resources.address-space'],
  },
  {
    name: 'a working directory, and a list of semaphore operations',
    program: `${clones}
fork_with(0x200)
fork_with(0x40000)
ready()
wait()`,
    finds: ['shared-resources.directories', 'shared-resources.undo-lists'],
  },
  {
    name: 'descriptors of two children that their parent does not share',
    program: `${clones}
if os.fork() == 0:
    fork_with(0x400 | 0x8000)
    wait()
time.sleep(0.3)
ready()
wait()`,
    finds: ['shared-resources.descriptors'],
  },
  {
    name: 'a parent that waits in vfork',
    program: `${clones}
if os.fork() == 0: clone_page(0x4000 | 0x100)
time.sleep(0.3)
ready()
wait()`,
    finds: ['shared-resources.vfork'],
  },
]);
