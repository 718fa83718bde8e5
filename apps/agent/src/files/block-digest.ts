import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { blockBytes } from './file-messages.ts';

const hashBlock = (block: Buffer): Buffer => createHash('sha256').update(block).digest();

/** The digest of a file out of those of its blocks. */
export const digestOf = (blocks: readonly Buffer[]): string => {
  const hash = createHash('sha256');
  for (const block of blocks) hash.update(block);
  return hash.digest('hex');
};

interface ReadBlock {
  offset: number;
  bytes: Buffer;
  hash: Buffer;
}

/** Reads a file from its start to its end, block by block. Each block is only valid until the next one is asked for. */
export async function* readBlocks(file: FileHandle): AsyncGenerator<ReadBlock> {
  const buffer = Buffer.allocUnsafeSlow(blockBytes);
  for (let offset = 0; ; ) {
    let length = 0;
    while (length < blockBytes) {
      const { bytesRead } = await file.read(buffer, length, blockBytes - length, offset + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length === 0) return;
    const bytes = buffer.subarray(0, length);
    yield { offset, bytes, hash: hashBlock(bytes) };
    offset += length;
    if (length < blockBytes) return;
  }
}

/** Reads a whole file once. @returns its digest and its length */
export const digestFile = async (path: string): Promise<{ digest: string; size: number }> => {
  const file = await open(path, 'r');
  try {
    const hashes: Buffer[] = [];
    let size = 0;
    for await (const { bytes, hash } of readBlocks(file)) {
      hashes.push(hash);
      size += bytes.length;
    }
    return { digest: digestOf(hashes), size };
  } finally {
    await file.close();
  }
};
