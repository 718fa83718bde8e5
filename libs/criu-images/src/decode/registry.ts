import { fileKinds } from './file-kinds.ts';
import type { ImageKind } from './image-kind.ts';
import { oldKinds } from './old-kinds.ts';
import { processKinds } from './process-kinds.ts';
import { systemKinds } from './system-kinds.ts';

/** Every kind of image that is decoded. */
export const imageKinds = { ...processKinds, ...fileKinds, ...systemKinds, ...oldKinds } as const;

const every = Object.values(imageKinds) as unknown as readonly ImageKind[];
const byMagic = new Map(every.map((kind) => [kind.magic, kind]));

/** The kind of image with this magic word, null for a word that is not CRIU's or stands for a kind that nobody writes today. */
export const kindOfMagic = (magic: number): ImageKind | null => byMagic.get(magic) ?? null;

/** The kind that a file of this name must be, null when the name is none of a decoded image. */
export const kindOfName = (name: string): ImageKind | null => every.find(({ files }) => files.test(name)) ?? null;

/** Images without magic word and records: memory pages, archives, and what the `ip` and firewall tools print. */
const raw =
  /^(pages-(shmem-)?\d+|(ifaddr|route6?|rule|iptables|ip6tables|nftables|netns-(ct|exp))-\d+|tmpfs-(dev-)?\d+(\.tar\.gz)?)\.img$/;
export const isRawImage = (name: string): boolean => raw.test(name);
