import { GodwitError } from '@godwit/domain/errors';

/** An image that cannot be read: which one, what was seen, and that nothing in it may be relied on. */
export const damaged = (image: string, seen: string): GodwitError =>
  new GodwitError({
    code: 'images-differ',
    message: `The image ${image} is damaged: ${seen}. Nothing in it can be relied on.`,
    remedy: 'Make a new dump; if that is damaged too, check the disk and the version of CRIU.',
  });

/** A file that is no image of CRIU, or an image of another kind than its name says. */
export const foreign = (image: string, seen: string): GodwitError =>
  new GodwitError({
    code: 'images-differ',
    message: `${image} is not the image its name promises: ${seen}. It cannot be read.`,
    remedy: 'Give the directory that CRIU wrote (its option -D), unchanged and complete.',
  });
