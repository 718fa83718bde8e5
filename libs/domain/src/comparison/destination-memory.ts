import { defineRule } from '../rules/rule.ts';
import { shortages } from './memory-shortages.ts';

const mebibyte = 1024 * 1024;

/** Page tables, kernel objects and CRIU itself, beside the pages. */
const memoryNeeded = (dumpedBytes: number): number => Math.ceil(dumpedBytes * 1.05) + 32 * mebibyte;

/** Core, file and id images of each task, and the log, beside the pages: 120 to 150 KiB were measured for each task. */
const diskNeeded = (dumpedBytes: number, taskCount: number): number => dumpedBytes + taskCount * 96 * 1024;

/** A tree that uses more memory when it is dumped than when it was looked at needs this at once. */
const reserve = 16 * mebibyte;

/** A tree of many tasks writes a handful of image files for each. */
const inodesNeeded = (taskCount: number): number => 64 + taskCount * 16;

export const destinationMemory = defineRule({
  id: 'destination-memory',
  title: 'Memory and disk on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: [
    'dumpedMemoryBytes',
    'tasks',
    'mappings',
    'destination.memory',
    'destination.imagesDirectory',
    'destination.limits',
    'destination.details',
  ],
  couldBlock: true,
  findings: {
    'memory-short': {
      severity: 'blocker',
      message: 'The copy takes about {here} bytes of memory, and the destination has {there} left, swap included.',
      noticed: 'restore',
      criuError: 'killed by signal 9|Cannot allocate memory',
      remedies: [{ text: 'Free memory on the destination, or choose one with more.' }],
    },
    'group-limit': {
      severity: 'blocker',
      message:
        'The copy takes about {here} bytes of memory, and the control group of CRIU on the destination allows {there} more.',
      noticed: 'restore',
      criuError: 'killed by signal 9|Cannot allocate memory',
      remedies: [{ text: 'Raise memory.max of the control group in which the agent of the destination runs.' }],
    },
    overcommit: {
      severity: 'blocker',
      message:
        'The tree maps {here} bytes of private writable memory. The destination commits memory strictly (vm.overcommit_memory is 2) and has {there} left to commit.',
      noticed: 'restore',
      criuError: "Unable to reserve memory|Can't restore 0x[0-9a-f]+ mapping|Cannot allocate memory",
      remedies: [{ text: 'Raise vm.overcommit_ratio on the destination, or set vm.overcommit_memory to 0.' }],
    },
    'huge-pages': {
      severity: 'blocker',
      message: 'The tree has {here} bytes in huge pages, and the destination has {there} bytes of them free.',
      noticed: 'restore',
      criuError: "Can't (mmap|restore|create) .*|Unable to create memfd|Cannot allocate memory",
      remedies: [{ text: 'Reserve more huge pages on the destination: sysctl vm.nr_hugepages.' }],
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
    'disk-tight': {
      severity: 'caution',
      message:
        'The images take about {here} bytes, and {path} on the destination has {there} left. If the tree takes more memory until then, they do not fit.',
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
    mappings,
    'destination.limits': { overcommitMemory },
    'destination.details': details,
    'destination.memory': { availableBytes, swapFreeBytes },
    'destination.imagesDirectory': { path, freeBytes, freeInodes, filesystem },
  }) => {
    const disk = diskNeeded(dumpedMemoryBytes, tasks.length);
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
      ...(freeBytes >= disk && freeBytes < disk + reserve
        ? [{ kind: 'disk-tight' as const, subject: { ...host, path }, evidence: evidence(disk, freeBytes) }]
        : []),
      // File systems without a fixed number of inodes, such as btrfs, report 0.
      ...(freeInodes > 0 && freeInodes < inodes
        ? [{ kind: 'inodes-short' as const, subject: { ...host, path }, evidence: evidence(inodes, freeInodes) }]
        : []),
      ...shortages(mappings, details, { memory, strict: overcommitMemory === 2 }).map(({ kind, here, there }) => ({
        kind,
        subject: host,
        evidence: evidence(here, there),
      })),
    ];
  },
});
