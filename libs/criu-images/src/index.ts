export { type ImageRecord, identifyImage, readRecords } from './decode/decode-image.ts';
export type { ImageKind } from './decode/image-kind.ts';
export { imageKinds, kindOfMagic, kindOfName } from './decode/registry.ts';
export type {
  Checkpoint,
  CheckpointFile,
  CheckpointHead,
  CheckpointMapping,
  CheckpointProcess,
  CheckpointSocket,
  MadeWithOption,
} from './explore/checkpoint.ts';
export { exploreImages, isNoCheckpoint } from './explore/explore-images.ts';
export type { ImageProblem, ReadImage } from './explore/image-reading.ts';
export type { ImageFile } from './explore/page-size.ts';
export { type Inventory, readInventory } from './inventory.ts';
export { describeRestore } from './restore/describe-restore.ts';
export { type DumpStats, type RestoreStats, readDumpStats, readRestoreStats } from './stats.ts';
