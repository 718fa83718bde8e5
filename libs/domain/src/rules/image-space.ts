import { defineRule } from './rule.ts';

/** Images hold more than pages: core, files and ids of each task, and the log. */
const overheadBytes = 16 * 1024 * 1024;

export const imageSpace = defineRule({
  id: 'image-space',
  title: 'Room for the images',
  appliesTo: ['dump', 'here'],
  needs: ['dumpedMemoryBytes', 'imagesDirectory'],
  couldBlock: true,
  findings: {
    'disk-full': {
      severity: 'blocker',
      message: 'The images take about {needed} bytes, and {path} has {free} bytes left.',
      noticed: 'after-pages',
      criuError: 'No space left on device',
      remedies: [{ text: 'Free space, or choose an images directory on a larger file system.' }],
    },
  },
  evaluate: ({ dumpedMemoryBytes, imagesDirectory: { path, freeBytes } }) => {
    const needed = dumpedMemoryBytes + overheadBytes;
    if (freeBytes >= needed) return [];
    return [
      {
        kind: 'disk-full',
        subject: { kind: 'host', path },
        evidence: { path, needed: String(needed), free: String(freeBytes) },
      },
    ];
  },
});
