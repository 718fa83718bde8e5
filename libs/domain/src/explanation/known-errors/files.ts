import type { KnownError } from './known-error.ts';

/** Open files and file locks at dump (criu/files-reg.c, criu/file-lock.c, criu/files-ext.c). */
export const fileErrors: readonly KnownError[] = [
  {
    id: 'file-locks',
    pattern: 'Some file locks are hold by dumping tasks!\\s?You can try --file-locks',
    meaning:
      'The tree holds file locks. CRIU saves them only when told to, because somebody else may take them before the restore.',
    remedies: ['Dump and restore with --file-locks.'],
  },
  {
    id: 'file-lock-unresolved',
    pattern: 'Unresolved lock found pid (?<pid>\\d+) ino (?<inode>\\d+)',
    meaning:
      'A file lock of process {pid} belongs to no descriptor of the tree: somebody outside shares it, or waits for it.',
    remedies: ['Release the lock, or end the process outside that shares it (see /proc/locks, inode {inode}).'],
  },
  {
    id: 'deleted-file-too-large',
    pattern: "Can't dump ghost file (?<path>.+) of (?<bytes>\\d+) size, increase limit",
    meaning:
      'The file {path} was deleted while open and takes {bytes} bytes. CRIU carries such a file in the images only up to 1 MiB.',
    remedies: ['Dump with a larger --ghost-limit, for example --ghost-limit={bytes}.'],
  },
  {
    id: 'link-remap-needed',
    pattern: "Can't create link remap for (?<path>.+)\\. Use link-remap option",
    meaning:
      'The name {path} is gone, but the file lives on under another name. CRIU needs leave to put a temporary link beside it.',
    remedies: [
      'Dump with --link-remap; the file system must stay as it is until the restore.',
      'Or restart or reload the program, so that it opens the file under its present name.',
    ],
  },
  {
    id: 'link-remap-left-over',
    pattern: "Can't link remap to (?<path>.+): File exists",
    meaning: 'A temporary link of an earlier dump that failed is still there: {path}.',
    remedies: ['Delete the link_remap.* file beside the open file, then dump again.'],
  },
  {
    id: 'path-replaced',
    pattern: 'Unaccessible path opened',
    meaning: 'The path of an open file leads to another file now, for example below a newer mount or after an upgrade.',
    remedies: [
      'Unmount what covers the path, or restart the program.',
      'For device nodes the option --evasive-devices helps.',
    ],
  },
  {
    id: 'file-below-mount',
    pattern: 'Open files on overmounted mounts are not supported yet.*path=(?<path>.*)',
    meaning: 'The open file {path} lies below a directory that another mount covers.',
    remedies: ['Unmount what covers it, or restart the program.'],
  },
  {
    id: 'mount-not-visible',
    pattern: "Can't lookup mount=(?<mount>\\d+) for fd=(?<fd>-?\\d+) path=(?<path>.*)",
    meaning:
      'Descriptor {fd} leads to {path} on a mount that the process does not see: a file of the host given into a container, or a mount that was detached.',
    remedies: [
      'Start the workload with its streams inside its own file system, for example `</dev/null >FILE 2>&1`.',
      'Or name the file with --external file[{mount}:INODE] and give it at restore with --inherit-fd.',
    ],
  },
  {
    id: 'path-unusable',
    pattern: 'The path \\[(?<path>.*)\\] is not supported',
    meaning: 'An open file belongs to a file system inside the kernel and has no path: {path}.',
    remedies: ['Close the file, or restart the program without the feature that opened it.'],
  },
  {
    id: 'descriptor-unsupported',
    pattern: "Can't dump file (?<fd>\\d+) of that type \\[(?<mode>[\\da-f]+)\\] \\((?<what>.*)\\)",
    meaning: 'Descriptor {fd} is {what}, a kind of file that CRIU has no way to save.',
    remedies: [
      'Close the descriptor, or restart the program without the feature that opened it.',
      'For graphics cards install the CRIU plugin of the maker.',
    ],
  },
  {
    id: 'descriptors-not-handed-over',
    pattern: "Can't retrieve FDs? from socket|Parasite failed to drain descriptors",
    meaning: 'The kernel does not let one of the descriptors be handed to CRIU. io_uring is the usual one.',
    remedies: ['Look for io_uring among the descriptors of the process, and start the program without it.'],
  },
  {
    id: 'pidfd-outside',
    pattern: 'pidfd pid (?<pid>-?\\d+) is not a part of process tree',
    meaning: 'The tree watches process {pid}, which is not in it, through a pidfd.',
    remedies: ['Close the pidfd, or choose a root that has both processes below it.'],
  },
  {
    id: 'pidfd-of-thread',
    pattern: 'PIDFD_THREAD flag is currently not supported',
    meaning: 'The tree watches a single thread through a pidfd, which CRIU cannot save.',
    remedies: ['Close the pidfd.'],
  },
  {
    id: 'pipe-of-packets',
    pattern: 'The packetized mode for pipes is not supported yet',
    meaning: 'A pipe is in packet mode (O_DIRECT), which CRIU cannot save.',
    remedies: ['Open the pipe without O_DIRECT.'],
  },
  {
    id: 'pipes-too-full',
    pattern: 'OOM storing pipe',
    meaning: 'More pipes hold data than CRIU can keep.',
    remedies: ['Let the program read its pipes, then try again.'],
  },
  {
    id: 'bpf-map',
    pattern: 'does not currently support dumping BPF|parsing bpfmap',
    meaning: 'A BPF map of this kind, or by a CRIU built without libbpf, cannot be saved.',
    remedies: ['Close the map, or use a CRIU that was built with libbpf.'],
  },
];
