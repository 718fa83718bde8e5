import { imageKinds } from '../decode/registry.ts';
import type { CheckpointMount } from './checkpoint.ts';
import { type ImageReading, readEntries } from './image-reading.ts';
import { fileSystems, nameOf } from './numbered-names.ts';
import type { ImageFile } from './page-size.ts';

/** Mounts of every mount namespace in the images. */
export const loadMounts = (reading: ImageReading, files: readonly ImageFile[]): CheckpointMount[] =>
  files
    .filter(({ name }) => imageKinds.mounts.files.test(name))
    .flatMap(({ name }) => readEntries(reading, imageKinds.mounts, name))
    .map(({ mountId, parentId, mountPoint, root, fsType, fsName, source, options, externalKey }) => ({
      id: mountId,
      parentId,
      mountPoint,
      root,
      fsType: fsName ?? nameOf(fileSystems, fsType),
      source,
      options,
      externalKey: externalKey ?? null,
    }));
