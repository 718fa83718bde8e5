import { type Fit, fitsInto, type TimeRange } from '@godwit/domain/estimate';

interface FitWords {
  text: string;
  tone: 'can' | 'unknown' | 'cannot';
}

const words: Record<Fit, FitWords> = {
  yes: { text: 'Yes: even the longest estimate is shorter.', tone: 'can' },
  perhaps: { text: 'Perhaps: the limit lies within the range.', tone: 'unknown' },
  no: { text: 'No: even the shortest estimate is longer.', tone: 'cannot' },
};

/** The answer for a limit that somebody types, in seconds; null while it is no number. */
export const fitWords = (switchOver: TimeRange, typed: string): FitWords | null => {
  const seconds = Number(typed.replace(',', '.'));
  return typed.trim() === '' || !(seconds >= 0) ? null : words[fitsInto(switchOver, seconds * 1000)];
};
