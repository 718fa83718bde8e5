import { buildBundle, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { imageSpace } from './image-space.ts';

const mebibyte = 1024 * 1024;
const free = (freeBytes: number) =>
  buildBundle({
    host: { imagesDirectory: known({ path: '/img', freeBytes, freeInodes: 1000, filesystem: 'ext4' }) },
    tree: { dumpedMemoryBytes: known(100 * mebibyte) },
  });

describeRule(imageSpace, {
  silent: [{ name: 'room enough', source: free(116 * mebibyte) }],
  fires: [
    {
      name: 'too little room',
      source: free(116 * mebibyte - 1),
      finding: { id: 'image-space.disk-full', severity: 'blocker' },
    },
  ],
});
