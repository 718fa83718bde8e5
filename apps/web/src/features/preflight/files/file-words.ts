import type { FilePlanEntry } from '@godwit/domain/file-plan';
import type { Tone } from '@godwit/ui';

interface FileWords {
  word: string;
  tone: Tone;
}

/** What becomes of a path, in a word. */
export const wordsFor = ({ kind, handling, needs, refused }: FilePlanEntry): FileWords => {
  if (handling === 'shared') return { word: 'Shared', tone: 'can' };
  const isWanted = handling === 'staged' || kind === 'directory';
  if (refused !== null && isWanted) return { word: 'Cannot travel', tone: 'cannot' };
  if (needs === 'replacement') return { word: 'Occupied there', tone: 'amber' };
  if (needs === 'approval') return { word: 'Missing there', tone: 'amber' };
  return handling === 'staged' ? { word: 'Staged', tone: 'options' } : { word: 'Stays behind', tone: 'slate' };
};
