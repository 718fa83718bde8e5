import type { Hold, ImageChange, Scenario } from '../scenario.ts';

const of = (name: string, holds: readonly Hold[], images: readonly ImageChange[] = []): Scenario => ({
  name: `images.${name}`,
  holds,
  images,
});

const file: readonly Hold[] = [['open_file', {}]];

/** Images whose restore is judged from them alone: whole, damaged, and with options that must be named again. */
export const imageScenarios: readonly Scenario[] = [
  of('whole', file),
  of('connection', [['tcp_inside', {}]]),
  of('file-lock', [['file_lock', {}]]),
  of('without-inventory', file, [{ remove: 'inventory' }]),
  of('without-memory', file, [{ remove: 'mm-' }]),
  of('without-pages', file, [{ remove: 'pages-' }]),
  of('short-task', file, [{ shorten: 'core-' }]),
  of('other-bytes', file, [{ flip: 'pstree' }]),
  of('file-gone', file, [{ removeFile: '{dir}/files/file' }]),
];
