/** `1 process`, `4 processes`, `0 processes`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count.toLocaleString('en-GB').replaceAll(',', '\u202f')} ${count === 1 ? singular : plural}`;

/** A whole number with thin spaces between thousands. */
export const formatCount = (count: number): string => count.toLocaleString('en-GB').replaceAll(',', '\u202f');
