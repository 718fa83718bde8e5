import type { FilePlan, FilePlanEntry, StagingWish } from '@godwit/domain/file-plan';

/** What a person says about files, before it is asked again with it. */
export type FileChoices = Omit<StagingWish, 'by'>;

export const choicesOf = ({ wish }: FilePlan): FileChoices => ({
  directories: wish.directories,
  approved: wish.approved,
  replace: wish.replace,
  excluded: wish.excluded,
});

export const toggle = (choices: FileChoices, list: keyof FileChoices, path: string): FileChoices => {
  const had = choices[list];
  return { ...choices, [list]: had.includes(path) ? had.filter((one) => one !== path) : [...had, path] };
};

const lists = ['directories', 'approved', 'replace', 'excluded'] as const;

/** Whether two sets of choices ask for the same. */
export const isSame = (one: FileChoices, other: FileChoices): boolean =>
  lists.every((list) => [...one[list]].sort().join('\n') === [...other[list]].sort().join('\n'));

/** Why a typed path is no data directory; null when it may be one. */
export const whyNoDirectory = (typed: string, { directories }: FileChoices): string | null => {
  if (!typed.startsWith('/')) return 'A path that begins with / is needed, as the workload sees it.';
  if (/\/$|\/\/|\/\.{1,2}(\/|$)/.test(typed)) return 'Write it without . and .., and without a slash at its end.';
  return directories.includes(typed) ? 'It is declared already.' : null;
};

export interface RowChoice {
  list: keyof FileChoices;
  label: string;
}

/** What a person can say about a row; none where nothing depends on it. */
export const rowChoices = ({ kind, handling, needs, replace, refused, within, path }: FilePlanEntry): RowChoice[] => {
  if (handling === 'shared' || within !== null) return [];
  const stay = { list: 'excluded', label: `Leave ${path} behind` } as const;
  const over = { list: 'replace', label: `Replace what lies at ${path} there` } as const;
  if (refused !== null) return kind === 'missing' ? [] : [stay];
  if (kind === 'missing')
    return [needs === 'replacement' || replace ? over : { list: 'approved', label: `Bring ${path} there` }];
  return needs === 'replacement' || replace ? [over, stay] : [stay];
};
