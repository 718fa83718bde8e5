import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { findKernel, orderModules } from './kernel-modules.mjs';

describe('modules of a kernel', () => {
  it('come after what they need, each once', () => {
    const root = makeTree({
      'modules.dep':
        'fs/9p.ko: net/9pnet.ko fs/netfs.ko\nnet/9pnet.ko:\nfs/netfs.ko:\nnet/9pnet-virtio.ko: net/9pnet.ko\n',
    });
    expect(orderModules(root, ['9pnet_virtio', '9p'])).toEqual([
      'net/9pnet.ko',
      'net/9pnet-virtio.ko',
      'fs/netfs.ko',
      'fs/9p.ko',
    ]);
    expect(() => orderModules(root, ['absent'])).toThrow('no module absent');
  });

  it('belong to the one kernel that is there', () => {
    const root = makeTree({ 'lib/modules/6.1.0-1-amd64/modules.dep': '' });
    expect(findKernel(root)).toMatchObject({ release: '6.1.0-1-amd64', image: `${root}/boot/vmlinuz-6.1.0-1-amd64` });
    expect(() => findKernel(`${root}/lib`)).toThrow('hold 0 kernels');
  });
});
