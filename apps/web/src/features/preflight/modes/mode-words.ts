import type { MoveMode } from '@godwit/domain/estimate';

/** What each mode is called, and what it does in one sentence. */
export const modeWords: Record<MoveMode, { title: string; text: string }> = {
  'stop-and-copy': {
    title: 'Stop and copy',
    text: 'The workload stands still, all of its memory travels, then the copy runs.',
  },
  'pre-copy': {
    title: 'Pre-copy',
    text: 'Memory travels in rounds while the workload runs; only what changed last travels while it stands still.',
  },
  'post-copy': {
    title: 'Post-copy',
    text: 'The copy runs almost at once and fetches its memory afterwards, while the source stands still.',
  },
};

/** Before a post-copy starts: where its point of no return lies, and what it costs if something fails behind it. */
export const pointOfNoReturn = (source: string, destination: string): string =>
  `Point of no return: the commit, before any memory has followed. Until then everything can be given back. From then until the last page has arrived, ${source}, ${destination} and the line between them are all needed: if one fails, the workload is lost, and Godwit says so.`;
