import type { ImageContents } from '@godwit/agent-protocol';
import type { Checkpoint, CheckpointMapping, CheckpointProcess, CheckpointSocket } from '@godwit/criu-images';

const longest = { text: 500, processes: 500, files: 500, parts: 200, sockets: 1000, mounts: 500, lists: 100 };
/** Of all processes together, so that a thousand processes with a thousand files each stay one message. */
const mostFiles = 20_000;

const cut = (text: string): string => (text.length > longest.text ? `${text.slice(0, longest.text)}…` : text);
const cutOrNull = (text: string | null): string | null => (text === null ? null : cut(text));

type Part = ImageContents['processes'][number]['parts'][number];

/** Mappings of the same file, or of the same kind, together; the largest first. */
const sumMappings = (mappings: readonly CheckpointMapping[]): Part[] => {
  const parts = new Map<string, Part>();
  for (const { kind, path, access, bytes } of mappings) {
    const key = JSON.stringify([kind, path, access]);
    const part = parts.get(key) ?? {
      kind: cut(kind),
      path: cutOrNull(path),
      access: cut(access),
      mappings: 0,
      bytes: 0,
    };
    parts.set(key, { ...part, mappings: part.mappings + 1, bytes: part.bytes + bytes });
  }
  return [...parts.values()].sort((a, b) => b.bytes - a.bytes);
};

const boundProcess = (process: CheckpointProcess, fileLimit: number): ImageContents['processes'][number] => {
  const files = process.files.slice(0, Math.min(longest.files, fileLimit));
  const parts = sumMappings(process.mappings);
  return {
    pid: process.pid,
    ppid: process.ppid,
    sid: process.sid,
    threads: process.threads.length,
    state: process.state,
    command: cut(process.command),
    uid: process.uid,
    exe: cutOrNull(process.exe),
    cwd: cutOrNull(process.cwd),
    seccomp: process.seccomp,
    files: files.map(({ fd, kind, what, access, position, size, deleted }) => ({
      fd,
      kind,
      what: cut(what),
      access,
      position,
      size,
      deleted,
    })),
    filesLeftOut: process.files.length - files.length,
    memory: process.memory,
    parts: parts.slice(0, longest.parts),
    partsLeftOut: Math.max(0, parts.length - longest.parts),
  };
};

const boundProcesses = (processes: readonly CheckpointProcess[]): ImageContents['processes'] => {
  let filesLeft = mostFiles;
  return processes.slice(0, longest.processes).map((process) => {
    const bound = boundProcess(process, filesLeft);
    filesLeft -= bound.files.length;
    return bound;
  });
};

const boundSocket = (socket: CheckpointSocket): ImageContents['sockets'][number] => ({
  family: socket.family,
  type: cut(socket.type),
  protocol: cut(socket.protocol),
  state: cut(socket.state),
  local: cut(socket.local),
  remote: cut(socket.remote),
  holders: socket.holders.slice(0, 20),
  received: socket.received,
  unsent: socket.unsent,
});

const leftOut = (list: readonly unknown[], most: number): number => Math.max(0, list.length - most);

const boundHead = (head: NonNullable<Checkpoint['head']>): NonNullable<ImageContents['head']> => ({
  imageVersion: head.imageVersion,
  machine: cut(head.machine),
  securityModule: head.securityModule,
  networkLock: head.networkLock,
  plugins: head.plugins.slice(0, 50).map(cut),
  ownNamespaces: head.ownNamespaces.slice(0, 20).map(cut),
});

/** A checkpoint as it may leave the host: names and numbers, each list and text with an end. */
export const boundContents = ({ head, processes, sockets, mounts, ...rest }: Checkpoint): ImageContents => ({
  head: head === null ? null : boundHead(head),
  processes: boundProcesses(processes),
  processesLeftOut: leftOut(processes, longest.processes),
  sockets: sockets.slice(0, longest.sockets).map(boundSocket),
  socketsLeftOut: leftOut(sockets, longest.sockets),
  mounts: mounts.slice(0, longest.mounts).map(({ mountPoint, fsType, source }) => ({
    mountPoint: cut(mountPoint),
    fsType: cut(fsType),
    source: cut(source),
  })),
  mountsLeftOut: leftOut(mounts, longest.mounts),
  sizes: rest.sizes,
  options: rest.options.slice(0, longest.lists).map(({ option, because, atRestore }) => ({
    option: cut(option),
    because: cut(because),
    atRestore: cutOrNull(atRestore),
  })),
  statistics: rest.statistics.dump,
  problems: rest.problems
    .slice(0, longest.lists)
    .map(({ image, message }) => ({ image: cut(image), message: cut(message) })),
});
