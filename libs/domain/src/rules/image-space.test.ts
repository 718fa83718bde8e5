import { buildBundle, buildMount, buildMountNamespace, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { imageSpace } from './image-space.ts';

const mebibyte = 1024 * 1024;
/** The pages, and what one task takes besides. */
const needed = 100 * mebibyte + 96 * 1024;
const free = (freeBytes: number, usedBytes = 0) =>
  buildBundle({
    host: { imagesDirectory: known({ path: '/img', freeBytes, freeInodes: 1000, filesystem: 'ext4' }) },
    tree: {
      dumpedMemoryBytes: known(100 * mebibyte),
      mountNamespaces: known([buildMountNamespace([buildMount({ usedBytes })])]),
    },
  });

describeRule(imageSpace, {
  silent: [{ name: 'room enough', source: free(needed + 16 * mebibyte) }],
  fires: [
    {
      name: 'too little room',
      source: free(needed - 1),
      finding: { id: 'image-space.disk-full', severity: 'blocker' },
    },
    {
      name: 'room that is just enough now',
      source: free(needed),
      finding: { id: 'image-space.disk-tight', severity: 'caution' },
    },
    {
      name: 'files in memory that may not fit',
      source: free(needed + 17 * mebibyte, 2 * mebibyte),
      finding: { id: 'image-space.files-in-memory', severity: 'caution' },
    },
  ],
});
