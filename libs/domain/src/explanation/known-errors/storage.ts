import type { KnownError } from './known-error.ts';

/** Where images go to and come from, page servers and hooks (criu/image.c, criu/page-xfer.c, criu/action-scripts.c). */
export const storageErrors: readonly KnownError[] = [
  {
    id: 'images-do-not-fit',
    pattern:
      "(Unable to spice data|Error flushing image|Can't write|Couldn't save|Splice failed|Can't dump|Can't create|Can't set access|Can't transfer|Can't send ghost).*No space left on device",
    meaning: 'The file system for the images is full.',
    remedies: ['Free space there, or dump to another directory: all private memory that was written to must fit.'],
  },
  {
    id: 'page-server-unreachable',
    pattern: "Can't connect to server (?<address>\\S+)",
    meaning: 'The page server {address} does not answer.',
    remedies: ['Start `criu page-server` on the destination, on this port, and look at the firewall between.'],
    notAnError: true,
  },
  {
    id: 'page-server-port-taken',
    pattern: "Can't bind (?<name>.+) server: Address already in use",
    meaning: 'The port of the page server is taken, often by an earlier one to which nobody came.',
    remedies: ['End the earlier server, or choose another --port.'],
  },
  {
    id: 'page-server-silent',
    pattern:
      "The page server doesn't answer|Remote side closed connection|Error reading data from page server|A (socket|pipe) was closed unexpectedly|Can't write (pages to socket|to page server)",
    meaning: 'The connection to the page server broke while memory was sent.',
    remedies: ['Look at the log of the page server, at the space on the destination and at the network between.'],
  },
  {
    id: 'certificate',
    pattern: '^tls: ',
    meaning: 'The encrypted connection to the page server could not be made.',
    remedies: ['Look at the certificates given with --tls-cert, --tls-key and --tls-cacert on both ends.'],
  },
  {
    id: 'streamer',
    pattern: '(Unable to connect to|Failed to communicate with the) image streamer',
    meaning: 'Images were to be streamed, and no criu-image-streamer serves this directory.',
    remedies: ['Start criu-image-streamer for the same directory first.'],
  },
  {
    id: 'hook-failed',
    pattern:
      'Script (?<script>.+) exited with (?<code>-?\\d+)|(Pre dump|Pre-stream) script failed|(Post-resume|Pre-resume) script ret code|Aborting restore due to (pre|post)-restore script|RPC client reported script error',
    meaning:
      'A script that CRIU calls at fixed points said no ({script}), so CRIU gave up and let the tree go on as it was.',
    remedies: ['Look at the output of that script. A script that holds a tree may also have meant to give it back.'],
  },
  {
    id: 'parent-images-missing',
    pattern:
      "No parent image found|Invalid parent image directory|Missing [\\da-f]+ in parent pagemap|No parent for snapshot pagemap|Can't open parent path",
    meaning: 'The dump builds upon an earlier one, whose images are not where the link `parent` leads.',
    remedies: ['Copy the whole chain of directories, with their places relative to each other unchanged.'],
  },
  {
    id: 'too-many-files',
    pattern: 'Too many open files',
    meaning: 'CRIU itself reached its limit of open files.',
    remedies: ['Raise the limit for CRIU (ulimit -n) beyond the number of descriptors in the tree.'],
  },
  {
    id: 'disk-full',
    pattern: 'No space left on device',
    meaning: 'A file system or a limit of the kernel is full.',
    remedies: ['Look which file the line names, and free space there.'],
  },
];
