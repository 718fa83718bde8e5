import type { KnownError } from './known-error.ts';

/** Files at restore (criu/files-reg.c, criu/files.c). Paths in these lines are relative to the root of the tree. */
export const restoredFileErrors: readonly KnownError[] = [
  {
    id: 'file-missing',
    pattern: "Can't open file (?<path>.+?)( on restore)?: No such file or directory",
    meaning: 'The file /{path} that the tree uses is not on this host.',
    remedies: ['Copy it here with owner, mode and, for libraries and programs, the very same content.'],
  },
  {
    id: 'fifo-missing',
    pattern: "Can't open (fake )?fifo \\S+ \\[(?<path>.+)\\]: No such file or directory",
    meaning: 'The named pipe /{path} that the tree uses is not on this host.',
    remedies: ['Make it again with mkfifo, with the owner and mode it had.'],
  },
  {
    id: 'file-not-allowed',
    pattern:
      "Can't open file (?<path>.+?)( on restore)?: (Permission denied|Operation not permitted|Read-only file system)",
    meaning:
      'The file /{path} is here, but the tree may not open it as it did: owner, mode, label or a read-only mount differ.',
    remedies: ['Give it the owner, mode and label it had, and mount its file system writable if it was.'],
  },
  {
    id: 'file-not-opened',
    pattern: "Can't open file (?<path>.+?)( on restore)?: (?<reason>.*)|Can't open fake fifo|Can't open fifo",
    meaning: 'The file /{path} could not be opened ({reason}).',
    remedies: ['Look at the file on this host.'],
  },
  {
    id: 'file-size-differs',
    pattern: 'File (?<path>.+) has bad size (?<size>\\d+) \\(expect (?<wanted>\\d+)\\)',
    meaning:
      'The file /{path} has {size} bytes here and had {wanted} at the dump: it is another version, or somebody wrote to it since.',
    remedies: [
      'Bring the file back to what it was at the dump.',
      'Do not let the program run on after a dump that is to be restored.',
    ],
  },
  {
    id: 'file-build-differs',
    pattern: 'File (?<path>.+) has bad build-ID',
    meaning:
      'The program or library /{path} was built differently than the one at the dump. Restored memory would not fit to it.',
    remedies: ['Install the same version of the package, or copy the file from the source.'],
  },
  {
    id: 'file-mode-differs',
    pattern: 'File (?<path>.+) has bad mode (?<mode>0[0-7]+) \\(expect (?<wanted>0[0-7]+)\\)',
    meaning: 'The file /{path} has the mode {mode} here and had {wanted} at the dump.',
    remedies: ['Set the mode it had, or restore with --skip-file-rwx-check.'],
  },
  {
    id: 'remapped-link-missing',
    pattern: "Can't link (?<link>.+) -> (?<path>.+?)(: (?<reason>.*))?$",
    meaning: 'The dump left the temporary link /{link} beside a deleted file, and it is not on this host.',
    remedies: ['Restore on the host of the dump, or copy that link to the same place here.'],
  },
  {
    id: 'deleted-file-not-made',
    pattern:
      "Can't (create ghost|set access and modification times on ghost|transfer data to ghost|remove dir)|The \\d+ mount is not found for ghost|ghost create",
    meaning: 'A file that was deleted while open could not be made again for a moment in its old directory.',
    remedies: ['Make that directory here, writable and with enough space.'],
  },
  {
    id: 'working-directory-missing',
    pattern: "Can't open (cwd|root)|Can't change (root|cwd)|Can't find task (cwd|root) file",
    meaning: 'The working directory or root of a process is not here or may not be entered.',
    remedies: ['Make the directory it had.'],
  },
  {
    id: 'program-link',
    pattern: "Can't restore EXE link|PR_SET_MM_MAP\\) failed",
    meaning:
      'The kernel refused to name the program of a process: its mount forbids execution, or CRIU lacks CAP_SYS_RESOURCE or CAP_CHECKPOINT_RESTORE.',
    remedies: ['Mount the program without noexec, and run the restore with those capabilities.'],
  },
  {
    id: 'descriptor-number',
    pattern: 'Too big FD number to restore (?<fd>\\d+)|Can.t chose service_fd_base',
    meaning: 'The tree has the descriptor number {fd}, beyond the limit of open files here.',
    remedies: ['Raise ulimit -n and fs.nr_open for the restore.'],
  },
  {
    id: 'external-file-not-given',
    pattern: 'inherit fd|External file .* not found|Unable to find (an )?external',
    meaning: 'A file was marked as given from outside, and the restore did not get it.',
    remedies: ['Restore with --inherit-fd fd[N]:KEY for it.'],
  },
  {
    id: 'lock-not-restored',
    pattern: 'Can not set (flock|ofd lock|posix lock)|Dump file lock failed|Can.t set lease',
    meaning: 'A file lock of the tree is held by somebody else here.',
    remedies: ['End the program that holds it (see /proc/locks).'],
  },
];
