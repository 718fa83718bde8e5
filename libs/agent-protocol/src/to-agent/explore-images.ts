import { z } from 'zod';

const n = z.number();
/** Names and addresses as the images have them; the agent cuts longer ones. */
const text = z.string().max(600);
const count = n.int().nonnegative();

const fileSchema = z.object({
  fd: n,
  kind: text,
  what: text,
  access: z.enum(['read', 'write', 'read-write']),
  position: n.nullable(),
  size: n.nullable(),
  deleted: z.enum(['in-images', 'linked', 'dead-process']).nullable(),
});

/** Mappings of one kind, or of one file, together. */
const memoryPartSchema = z.object({ kind: text, path: text.nullable(), access: text, mappings: count, bytes: n });

const processSchema = z.object({
  pid: n,
  ppid: n,
  sid: n,
  threads: count,
  state: text,
  command: text,
  uid: n.nullable(),
  exe: text.nullable(),
  cwd: text.nullable(),
  seccomp: text,
  files: z.array(fileSchema).max(500),
  filesLeftOut: count,
  memory: z.object({ mappedBytes: n, storedBytes: n, parentBytes: n, lazyBytes: n }),
  parts: z.array(memoryPartSchema).max(200),
  partsLeftOut: count,
});

const socketSchema = z.object({
  family: text,
  type: text,
  protocol: text,
  state: text,
  local: text,
  remote: text,
  holders: z.array(z.object({ pid: n, fd: n })).max(20),
  received: n.nullable(),
  unsent: n.nullable(),
});

/** What a checkpoint holds, without any content of memory or files. Lists are cut, and how much is missing is told. */
const imageContentsSchema = z.object({
  head: z
    .object({
      imageVersion: n,
      machine: text,
      securityModule: text,
      networkLock: text,
      plugins: z.array(text).max(50),
      ownNamespaces: z.array(text).max(20),
    })
    .nullable(),
  processes: z.array(processSchema).max(500),
  processesLeftOut: count,
  sockets: z.array(socketSchema).max(1000),
  socketsLeftOut: count,
  mounts: z.array(z.object({ mountPoint: text, fsType: text, source: text })).max(500),
  mountsLeftOut: count,
  sizes: z.object({ totalBytes: n, pagesBytes: n, ghostBytes: n, sharedBytes: n, files: count }),
  options: z.array(z.object({ option: text, because: text, atRestore: text.nullable() })).max(100),
  statistics: z.object({ frozenUs: n, memoryDumpUs: n, memoryWriteUs: n, pagesScanned: n, pagesWritten: n }).nullable(),
  problems: z.array(z.object({ image: text, message: text })).max(100),
});
export type ImageContents = z.infer<typeof imageContentsSchema>;

/** Decodes the images of a checkpoint that lies on this host. Reads only; contents of memory and of files stay there. */
export const exploreImages = {
  type: 'explore-images',
  request: z.object({ checkpointId: z.uuid() }),
  result: z.object({ contents: imageContentsSchema }),
} as const;
