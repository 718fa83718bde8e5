import { imageKinds } from '../decode/registry.ts';
import type { descriptor } from '../messages/files.ts';
import type { Decoded } from '../messages/message.ts';
import { type CheckpointFile, fileKinds } from './checkpoint.ts';
import { describeFile, type FileEntry, openFlags } from './describe-file.ts';
import { type ImageReading, noteProblem, readNeeded } from './image-reading.ts';
import type { FileTable } from './load-files.ts';

type Descriptor = Decoded<typeof descriptor>;

const accessNames = ['read', 'write', 'read-write'] as const;
const remapNames = ['linked', 'in-images', 'dead-process'] as const;

const describeDescriptor = (
  { fd, flags, type, id }: Descriptor,
  entry: FileEntry,
  files: FileTable,
): CheckpointFile => {
  const kind = fileKinds[type] ?? 'unknown';
  const position = entry.regular?.position ?? entry.memfd?.position;
  return {
    fd,
    fileId: id,
    kind,
    what: describeFile(kind, entry, files),
    access: accessNames[openFlags(entry) & 3] ?? 'read-write',
    closeOnExec: (flags & 1) === 1,
    position: position === undefined ? null : Number(position),
    size: entry.regular?.size === undefined ? null : Number(entry.regular.size),
    deleted: remapNames[files.remap(id) ?? -1] ?? null,
  };
};

/** The descriptors of one table, in order; processes that share a table name the same one. */
export const loadDescriptors = (reading: ImageReading, tableId: number, files: FileTable): CheckpointFile[] => {
  const image = `fdinfo-${tableId}.img`;
  const lost: number[] = [];
  const open = readNeeded(reading, imageKinds.fdinfo, image).flatMap((one) => {
    const entry = files.entries.get(one.id);
    if (entry === undefined) lost.push(one.fd);
    return entry === undefined ? [] : [describeDescriptor(one, entry, files)];
  });
  if (lost.length > 0 && files.entries.size > 0) {
    noteProblem(
      reading,
      image,
      `${image} names files for the descriptors ${lost.slice(0, 10).join(', ')} that no image holds.`,
    );
  }
  return open.sort((a, b) => a.fd - b.fd);
};
