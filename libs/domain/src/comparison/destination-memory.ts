import { defineRule } from '../rules/rule.ts';

const mebibyte = 1024 * 1024;

/** Page tables, kernel objects and CRIU itself, beside the pages. */
const memoryNeeded = (dumpedBytes: number): number => Math.ceil(dumpedBytes * 1.05) + 32 * mebibyte;

/** Core, file and id images of each task, and the log, beside the pages. */
const diskNeeded = (dumpedBytes: number): number => dumpedBytes + 16 * mebibyte;

/** A tree of many tasks writes a handful of image files for each. */
const inodesNeeded = (taskCount: number): number => 64 + taskCount * 16;

export const destinationMemory = defineRule({
  id: 'destination-memory',
  title: 'Memory and disk on the destination',
  appliesTo: ['move'],
  needs: ['dumpedMemoryBytes', 'tasks', 'destination.memory', 'destination.imagesDirectory'],
  couldBlock: true,
  findings: {
    'memory-short': {
      severity: 'blocker',
      message: 'The copy takes about {here} bytes of memory, and the destination has {there} left, swap included.',
      noticed: 'restore',
      criuError: 'killed by signal 9|Cannot allocate memory',
      remedies: [{ text: 'Free memory on the destination, or choose one with more.' }],
    },
    swapping: {
      severity: 'caution',
      message:
        'The copy takes about {here} bytes of memory. The destination has only {there} available and would have to swap.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Free memory on the destination, or expect a slow start of the copy.' }],
    },
    'disk-short': {
      severity: 'blocker',
      message: 'The images take about {here} bytes, and {path} on the destination has {there} left.',
      noticed: 'after-pages',
      criuError: 'No space left on device',
      remedies: [{ text: 'Free space on the destination, or give its agent another images directory.' }],
    },
    'inodes-short': {
      severity: 'blocker',
      message: 'The images take about {here} files, and {path} on the destination has room for {there}.',
      noticed: 'after-pages',
      criuError: 'No space left on device',
      remedies: [{ text: 'Remove files on that file system, or give the agent another images directory.' }],
    },
  },
  evaluate: ({
    dumpedMemoryBytes,
    tasks,
    'destination.memory': { availableBytes, swapFreeBytes },
    'destination.imagesDirectory': { path, freeBytes, freeInodes, filesystem },
  }) => {
    const disk = diskNeeded(dumpedMemoryBytes);
    // Images on a tmpfs take memory beside the copy itself.
    const memory = memoryNeeded(dumpedMemoryBytes) + (filesystem === 'tmpfs' ? disk : 0);
    const inodes = inodesNeeded(tasks.length);
    const host = { kind: 'host' } as const;
    const evidence = (here: number, there: number) => ({ here: String(here), there: String(there), path });
    const short = availableBytes + swapFreeBytes < memory;
    return [
      ...(short
        ? [{ kind: 'memory-short' as const, subject: host, evidence: evidence(memory, availableBytes + swapFreeBytes) }]
        : []),
      ...(!short && availableBytes < memory
        ? [{ kind: 'swapping' as const, subject: host, evidence: evidence(memory, availableBytes) }]
        : []),
      ...(freeBytes < disk
        ? [{ kind: 'disk-short' as const, subject: { ...host, path }, evidence: evidence(disk, freeBytes) }]
        : []),
      // File systems without a fixed number of inodes, such as btrfs, report 0.
      ...(freeInodes > 0 && freeInodes < inodes
        ? [{ kind: 'inodes-short' as const, subject: { ...host, path }, evidence: evidence(inodes, freeInodes) }]
        : []),
    ];
  },
});
