import { readFirst } from './decode/decode-image.ts';
import { imageKinds } from './decode/registry.ts';
import { inventory } from './messages/inventory.ts';

/** The head of a set of images. */
export interface Inventory {
  imageVersion: number;
  /** Names the very run of CRIU; its nftables lock is called after it. Null in images of CRIU before 4.0. */
  criuRunId: string | null;
}

/**
 * Reads `inventory.img`, the only image without the common magic word.
 *
 * @throws GodwitError `images-differ` when the file is damaged or of another kind
 */
export const readInventory = (bytes: Uint8Array): Inventory => {
  const { imageVersion, criuRunId } = readFirst(imageKinds.inventory, inventory, 'inventory.img', bytes);
  return { imageVersion, criuRunId: criuRunId === undefined || criuRunId === '' ? null : criuRunId };
};
