import { readdirSync, readlinkSync } from 'node:fs';
import { expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';

const directoriesOf = (pid: number): Set<string> =>
  new Set(readdirSync(`/proc/${pid}/task`).map((tid) => readlinkSync(`/proc/${pid}/task/${tid}/cwd`)));

describeWithCriu('thread-differences', [
  {
    name: 'a thread with its own descriptors, and one with its own directory',
    program: `
def alone(flags):
    assert libc.unshare(flags) == 0
    if flags == 0x200: os.chdir('/')
    wait()
for flags in 0x400, 0x200: threading.Thread(target=alone, args=(flags,), daemon=True).start()
time.sleep(0.3)
ready()
wait()`,
    finds: ['thread-differences.descriptors', 'thread-differences.directory'],
    after: (pid) => expect(directoriesOf(pid).size).toBe(1),
  },
  {
    name: 'threads with their own user, capabilities, filter, policy and name',
    program: `
def own_user(): libc.syscall(117, 65534, 65534, 65534); wait()
def own_policy(): libc.prctl(15, b'own', 0, 0, 0); os.setpriority(0, 0, 9); wait()
def own_filter():
    code = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fff0000))
    libc.prctl(38, 1, 0, 0, 0)
    assert libc.syscall(317, 1, 0, struct.pack('HxxxxxxQ', 1, ctypes.addressof(code))) == 0
    wait()
for own in own_user, own_policy, own_filter: threading.Thread(target=own, daemon=True).start()
time.sleep(0.3)
ready()
wait()`,
    finds: [],
  },
]);
