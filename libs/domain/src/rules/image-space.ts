import type { MountNamespace } from '../facts/index.ts';
import { defineRule } from './rule.ts';

/** Images hold more than pages: core, files and ids of each task, and the log. Measured: 120 to 150 KiB for each task. */
const bytesPerTask = 96 * 1024;
/** A tree that uses more memory when it is dumped than when it was looked at needs this at once. */
const reserveBytes = 16 * 1024 * 1024;

export const imageSpace = defineRule({
  id: 'image-space',
  title: 'Room for the images',
  appliesTo: ['dump', 'here'],
  needs: ['dumpedMemoryBytes', 'tasks', 'imagesDirectory', 'mountNamespaces'],
  couldBlock: true,
  findings: {
    'disk-full': {
      severity: 'blocker',
      message: 'The images take about {needed} bytes, and {path} has {free} bytes left.',
      noticed: 'after-pages',
      criuError: 'No space left on device',
      remedies: [{ text: 'Free space, or choose an images directory on a larger file system.' }],
    },
    'disk-tight': {
      severity: 'caution',
      message:
        'The images take about {needed} bytes, and {path} has {free} bytes left. If the tree takes more memory until then, they do not fit.',
      noticed: 'after-pages',
      criuError: 'No space left on device',
      remedies: [{ text: 'Free space, or choose an images directory on a larger file system.' }],
    },
    'files-in-memory': {
      severity: 'caution',
      message:
        'Filesystems in memory of the tree hold {held} bytes, which CRIU packs into the images too. If they do not shrink, {path} with {free} bytes left is too small.',
      noticed: 'after-pages',
      criuError: "No space left on device|Can't dump tmpfs content",
      remedies: [{ text: 'Remove what is not needed, or choose an images directory on a larger file system.' }],
    },
  },
  evaluate: ({ dumpedMemoryBytes, tasks, imagesDirectory: { path, freeBytes }, mountNamespaces }) => {
    const needed = dumpedMemoryBytes + tasks.length * bytesPerTask;
    const held = filesInMemory(mountNamespaces);
    const subject = { kind: 'host', path } as const;
    const evidence = { path, held: String(held), needed: String(needed), free: String(freeBytes) };
    if (freeBytes < needed) return [{ kind: 'disk-full', subject, evidence }];
    if (freeBytes < needed + reserveBytes) return [{ kind: 'disk-tight', subject, evidence }];
    return freeBytes < needed + reserveBytes + held ? [{ kind: 'files-in-memory', subject, evidence }] : [];
  },
});

/** Bytes of each filesystem in memory, counted once. CRIU packs them with tar and gzip. */
const filesInMemory = (namespaces: MountNamespace[]): number => {
  const byDevice = new Map<string, number>();
  for (const { mounts } of namespaces) {
    for (const { dev, usedBytes } of mounts.known ? mounts.value : []) {
      if (usedBytes !== null) byDevice.set(dev, usedBytes);
    }
  }
  return [...byDevice.values()].reduce((sum, bytes) => sum + bytes, 0);
};
