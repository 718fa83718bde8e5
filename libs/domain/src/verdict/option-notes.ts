/** What one option of CRIU does, and what it costs. */
export interface OptionNote {
  does: string;
  danger: string;
  /** It stands in the images: CRIU refuses the restore, or loses the state, when it is not given again. */
  repeated: boolean;
}

const note = (does: string, danger: string, repeated = false): OptionNote => ({ does, danger, repeated });

/** The options that findings name, without their values (CRIU 4.2, criu/config.c and Documentation/criu.txt). */
export const optionNotes: Record<string, OptionNote> = {
  '--tcp-established': note(
    'Keeps TCP connections with their unread data.',
    'Packets of the connections are dropped from the dump to the restore: peers that wait for too long give up, and the local address must be there at restore.',
    true,
  ),
  '--tcp-close': note(
    'Gives TCP connections up.',
    'The program finds its connections closed, and peers notice when they write next.',
    true,
  ),
  '--shell-job': note(
    'Takes a tree that leads no session of its own.',
    'The copy gets session and terminal of whoever starts the restore, and ends with that terminal.',
    true,
  ),
  '--file-locks': note(
    'Keeps file locks.',
    'Between dump and restore nobody holds them: another program may take a lock, and then the restore waits without end.',
    true,
  ),
  '--ext-unix-sk': note(
    'Takes datagram sockets whose receiver is outside of the tree.',
    'At restore they are connected by name to whoever receives there then; messages on the way are lost.',
    false,
  ),
  '--allow-uprobes': note(
    'Takes a program that somebody probes.',
    'A probe that was copied with the code ends the copy where the prober is missing.',
    true,
  ),
  '--skip-in-flight': note(
    'Leaves connections behind that nobody accepted yet.',
    'Their clients have to connect again.',
  ),
  '--link-remap': note(
    'Keeps open files that lost their name and have another one left.',
    'A file link_remap.N is left beside the old name until the restore; it must move with the file system.',
  ),
  '--ghost-limit': note(
    'Takes deleted open files up to this size.',
    'Their content goes into the images, which grow by it and take longer to write while the tree is frozen.',
  ),
  '--network-lock': note(
    'Chooses how packets are kept away from frozen connections.',
    'The same means must be there at restore; with skip, peers can get a reset.',
  ),
  '--manage-cgroups': note(
    'Says what becomes of control groups; ignore leaves them alone.',
    'The copy lives in the group of whoever restores it, under the limits of that group.',
    true,
  ),
  '--skip-file-rwx-check': note(
    'Leaves the modes of files uncompared.',
    'A file that others may write now is taken as it is.',
  ),
  '--force-irmap': note(
    'Looks for the paths of watched files by itself.',
    'CRIU walks through directories while the tree is frozen.',
  ),
  '--irmap-scan-path': note('Names where to look for watched files.', 'Each path is walked while the tree is frozen.'),
  '--evasive-devices': note(
    'Opens any path of a device that was moved.',
    'Another node of the same device may have other rights.',
  ),
  '--external': note(
    'Leaves something to others, by name.',
    'It is not in the images: whoever restores must provide the very same.',
    true,
  ),
  '--enable-fs': note('Mounts a kind of file system that CRIU does not know.', 'Nothing but the mount itself is kept.'),
  // Not repeated: the images tell it, and CRIU refuses it beside --join-ns.
  '--empty-ns': note(
    'Leaves the network namespace empty for others to fill.',
    'Links, addresses and rules are neither kept nor made again: the container runtime has to.',
  ),
  '--join-ns': note('Restores into a namespace that is there.', 'What the tree had in its own is lost.'),
  '--root': note('Names where the root of a mount namespace lies.', 'It must hold the same files.'),
  '--file-validation': note(
    'Chooses how files are compared at restore.',
    'By size alone, another build of a program passes, and the copy crashes.',
  ),
  '--cpu-cap': note(
    'Compares the processors.',
    'A newer processor is refused too when the size of its state differs.',
    true,
  ),
  '--unprivileged': note('Runs without root.', 'Much of what root can restore is refused.', true),
  '--freeze-cgroup': note('Freezes by the control group.', 'Whatever else is in that group freezes too.'),
  '--timeout': note('Allows more seconds for freezing.', 'A tree that does not freeze stands still for longer.'),
  '--lsm-profile': note('Sets another profile of the security module.', 'It holds for all tasks of the tree.'),
  '--inherit-fd': note('Gives a descriptor from outside.', 'A wrong one connects the program to the wrong end.'),
  '--lazy-pages': note('Fetches memory after the restore.', 'The copy dies when the other side is lost.'),
  '--weak-sysctls': note('Passes over settings this kernel does not know.', 'They are lost without a word.'),
};

/** The note of an option given with or without a value; undefined for one that no rule names. */
export const optionNote = (option: string): OptionNote | undefined => optionNotes[option.replace(/=.*$/s, '')];
