import type { KnownError } from './known-error.ts';

/** Images at restore (criu/image.c, criu/protobuf.c, criu/pagemap.c). */
export const imageErrors: readonly KnownError[] = [
  {
    id: 'image-missing',
    pattern: 'Unexpected EOF on \\(empty-image\\)|Unexpected EOF on (?<image>\\S+)|^Unexpected EOF',
    meaning:
      'An image that the restore needs is missing or empty: the directory holds no finished dump, or was copied in part.',
    remedies: [
      'Look at the lines before for the name, copy the whole directory again, or make a new dump.',
      'See with `godwit images DIR` what is missing.',
    ],
  },
  {
    id: 'image-truncated',
    pattern:
      'Read (?<got>\\d+) bytes while (?<wanted>\\d+) expected (from|on) (?<image>[^:]+)|Img trimmed|Reached EOF unexpectedly while reading page',
    meaning: 'The image {image} ends too early: it was cut off while it was written or copied.',
    remedies: ['Copy the images again and compare sizes, or make a new dump.'],
  },
  {
    id: 'image-foreign',
    pattern: "(Head magic|Magic) doesn't match for (?<image>\\S+)|Unknown image format|Failed unpacking object",
    meaning: 'The image {image} is damaged or is of another kind.',
    remedies: ['Copy the images again, or make a new dump.'],
  },
  {
    id: 'image-too-old',
    pattern: 'Too old image, no longer supported|Images corrupted or too old criu',
    meaning: 'The images were written by a CRIU that is too old for this one.',
    remedies: ['Restore with the CRIU that made the dump, or dump again.'],
  },
  {
    id: 'image-too-new',
    pattern: 'Not supported images version (?<version>\\d+)',
    meaning: 'The images have the format {version}, which this CRIU does not know.',
    remedies: ['Use a CRIU at least as new as the one that made the dump.'],
  },
  {
    id: 'image-inconsistent',
    pattern:
      '(I|i)mage corrupt(ed|ion)|Parent missed on non-root task|No IDS for root task|Core (info|IDS|task state) data missed|No kIDs provided|Empty list on file desc id|No file for fd|Remap for non existing file|No entry for (reg-file|memfd)',
    meaning: 'The images do not fit to each other: one is missing, or they come from different dumps.',
    remedies: ['Copy the whole directory of one dump again.', 'See with `godwit images DIR` what is missing.'],
  },
  {
    id: 'pages-missing',
    pattern: "Can't read pages data \\((?<code>-?\\d+)\\)|Can't read mapping page|Page read err|Can't open pages",
    meaning: 'The contents of memory (pages-N.img) are missing or too short.',
    remedies: ['Copy the images again and compare sizes, or make a new dump.'],
  },
  {
    id: 'pages-truncated',
    pattern: '^`- returned 0$',
    meaning:
      'A pages image is shorter than its page map promises. CRIU reads beyond its end again and again and never stops (seen with 4.2.1).',
    remedies: [
      'End this criu, and copy the images again or make a new dump.',
      '`godwit images DIR` tells which image is too short.',
    ],
    notAnError: true,
  },
  {
    id: 'plugin-missing',
    pattern: 'Missing required plugin: (?<plugin>.+)',
    meaning: 'The dump was made with the plugin {plugin}, which is not on this host.',
    remedies: ['Install it, or say with --libdir where it is.'],
  },
  {
    id: 'processor-image-missing',
    pattern: 'No cpuinfo image',
    meaning: 'The processor was to be compared, and the dump did not describe it.',
    remedies: ['Dump with --cpu-cap too, or restore without it.'],
  },
  {
    id: 'core-missing',
    pattern: "Can't open core data for (?<pid>\\d+)|Can't read core data for thread (?<tid>\\d+)",
    meaning: 'The image with the registers of a process or thread is missing.',
    remedies: ['Copy the whole directory of the dump again.'],
  },
];
