import { z } from 'zod';

/** What a person may say of a copy whose host cannot be asked. */
export const copyChoices = ['fenced', 'two-copies'] as const;
export type CopyChoice = (typeof copyChoices)[number];

/** The answer of a person, with the name that was typed for it. */
export const copyDecisionSchema = z.object({ choice: z.enum(copyChoices), confirmName: z.string().max(300) });
export type CopyDecision = z.infer<typeof copyDecisionSchema>;

/** What a restore rests on: every host was asked and none runs the copy; a person fenced its host; a person wants two running copies. */
export const copyBases = ['gone', 'fenced', 'person'] as const;
export type CopyBasis = (typeof copyBases)[number];

/** What each choice says on its button, and whose name is to be typed before it counts. */
export const copyChoiceTexts: Record<CopyChoice, { label: string; confirm: 'host' | 'workload'; basis: CopyBasis }> = {
  fenced: {
    label: 'Restore: I have fenced the host of the copy (power is off, or its address is isolated)',
    confirm: 'host',
    basis: 'fenced',
  },
  'two-copies': { label: 'Restore: this will make two running copies', confirm: 'workload', basis: 'person' },
};

/** What one host to which a workload came says of it. */
export interface CopySighting {
  host: string;
  /** null: it cannot be asked, or does not know. */
  lives: boolean | null;
}

/** What is known of the copy that a move let run, whose full checkpoint was kept. */
export interface CopyState {
  state: 'gone' | 'runs' | 'unknown';
  /** Where it runs, or who does not say; null when it is gone. */
  host: string | null;
}

/** One host that sees it outweighs all others; one that cannot be asked keeps the others from proving that it is gone. */
export const judgeCopy = (sightings: readonly CopySighting[]): CopyState => {
  const running = sightings.find(({ lives }) => lives === true);
  if (running) return { state: 'runs', host: running.host };
  const silent = sightings.find(({ lives }) => lives === null);
  return silent ? { state: 'unknown', host: silent.host } : { state: 'gone', host: null };
};

/** What is known of it, in a sentence or two. */
export const sayCopy = ({ state, host }: CopyState): string => {
  if (state === 'gone') return 'Every host to which it came was asked: its copy does not run any more.';
  if (state === 'runs') return `Its copy runs on ${host}: a restore would make two running copies. End the copy first.`;
  return (
    `${host} does not say whether the copy of this workload still runs there, so it probably does. A person may restore only with proof of ` +
    'fencing (power off, address isolated); otherwise this will make two running copies.'
  );
};
