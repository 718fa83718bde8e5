/** Every colour a state may have. A tone never stands alone: a word and an icon come with it. */
export const tones = ['can', 'options', 'cannot', 'unknown', 'ice', 'amber', 'slate'] as const;
export type Tone = (typeof tones)[number];

/** Text, soft ground and border of each tone. */
export const toneClasses: Record<Tone, string> = {
  can: 'text-can bg-can-soft border-can-line',
  options: 'text-options bg-options-soft border-options-line',
  cannot: 'text-cannot bg-cannot-soft border-cannot-line',
  unknown: 'text-unknown bg-unknown-soft border-unknown-line',
  ice: 'text-ice bg-ice-soft border-ice-line',
  amber: 'text-amber bg-amber-soft border-amber-line',
  slate: 'text-slate bg-slate-soft border-slate-line',
};

/** The tone as text colour only. */
export const toneText: Record<Tone, string> = {
  can: 'text-can',
  options: 'text-options',
  cannot: 'text-cannot',
  unknown: 'text-unknown',
  ice: 'text-ice',
  amber: 'text-amber',
  slate: 'text-slate',
};

/** The tone as a solid ground, for bars and dots. */
export const toneFill: Record<Tone, string> = {
  can: 'bg-can',
  options: 'bg-options',
  cannot: 'bg-cannot',
  unknown: 'bg-unknown',
  ice: 'bg-ice',
  amber: 'bg-amber',
  slate: 'bg-slate',
};
