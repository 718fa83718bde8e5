import { describe, expect, it } from 'vitest';
import { imageKinds, isRawImage, kindOfMagic, kindOfName } from './registry.ts';

const kinds = Object.values(imageKinds);

describe('the registry of image kinds', () => {
  it('has each magic word, name and description once', () => {
    for (const key of ['magic', 'name', 'files'] as const) {
      const values = kinds.map((kind) => String(kind[key]));
      expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
    }
  });

  it.each([
    ['inventory.img', 'INVENTORY'],
    ['pstree.img', 'PSTREE'],
    ['core-17.img', 'CORE'],
    ['mm-17.img', 'MM'],
    ['pagemap-17.img', 'PAGEMAP'],
    ['pagemap-shmem-17.img', 'PAGEMAP'],
    ['files.img', 'FILES'],
    ['fdinfo-2.img', 'FDINFO'],
    ['fs-17.img', 'FS'],
    ['ids-17.img', 'IDS'],
    ['reg-files.img', 'REG_FILES'],
    ['inetsk.img', 'INETSK'],
    ['unixsk.img', 'UNIXSK'],
    ['pipes-data.img', 'PIPES_DATA'],
    ['tty-info.img', 'TTY_INFO'],
    ['timens-0.img', 'TIMENS'],
    ['tcp-stream-2b1437.img', 'TCP_STREAM'],
    ['mountpoints-13.img', 'MNTS'],
    ['stats-dump', 'STATS'],
    ['stats-restore', 'STATS'],
    ['cpuinfo.img', 'CPUINFO'],
    ['remap-fpath.img', 'REMAP_FPATH'],
    ['ghost-file-1f.img', 'GHOST_FILE'],
    ['eventfd.img', 'EVENTFD_FILE'],
  ])('finds the kind of %s', (name, kind) => {
    expect(kindOfName(name)?.name).toBe(kind);
  });

  it.each(['pages-1.img', 'pages-shmem-1.img', 'route6-10.img', 'tmpfs-dev-161.tar.gz.img', 'nftables-10.img'])(
    '%s has no records',
    (name) => {
      expect([isRawImage(name), kindOfName(name)]).toEqual([true, null]);
    },
  );

  it('knows no kind for other words', () => {
    expect(kindOfMagic(0x464c457f)).toBeNull();
  });
});
