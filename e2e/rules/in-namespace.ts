/**
 * A program for a trial that goes into namespaces of its own by unshare(1), sets something up by shell commands, and then
 * only sleeps, with its streams opened anew inside. `before` runs outside first.
 */
export const inNamespace = (flags: string, setUp = 'true', before = ''): string => `
inside = 'exec 3>&1 </dev/null >/dev/null 2>&1; ${setUp}; echo ready $$ >&3; exec 3>&-; exec sleep 1000'
${before}
os.execvp('unshare', ['unshare', *'${flags}'.split(), 'sh', '-c', inside])
`;

/** A program that goes into a pid namespace of its own, so that the child of unshare(1) is looked at. */
export const inPidNamespace = (flags: string, setUp = 'true'): string => `
inside = 'exec 3>&1 </dev/null >/dev/null 2>&1; ${setUp}; echo set >&3; exec 3>&-; exec setsid sleep 1000'
if os.fork() == 0:
    os.execvp('unshare', ['unshare', '--pid', '--fork', *'${flags}'.split(), 'setsid', 'sh', '-c', inside.replace('setsid ', '')])
def children(pid):
    return [int(each) for each in open(f'/proc/{pid}/task/{pid}/children').read().split()]
while 'set' not in open(os.readlink('/proc/self/fd/1')).read(): time.sleep(0.02)
time.sleep(0.1)
ready(children(children(os.getpid())[0])[0])
tend()
`;

/** Mounts that other programs made on the machine: each may add something to what is found. */
export const fromTheMachine = [
  'mounts.memory-shared',
  'mounts.memory-copied',
  'mounts.bind',
  'network-links.lock-with-nftables',
];
