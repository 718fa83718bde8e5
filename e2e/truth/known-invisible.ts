/**
 * Losses that nothing outside of a process shows, by the scenarios that make them (docs/rules/not-covered.md): they count as
 * disagreements in every figure, are told apart from those that a rule could mend, and stop nobody.
 */
export const knownInvisible: Readonly<Record<string, string>> = {
  'attribute.kind=death-signal':
    'prctl(PR_SET_PDEATHSIG) of the root: no file of /proc tells it, and PR_GET_PDEATHSIG answers only the process itself',
  'attribute.kind=deny-write-exec':
    'prctl(PR_SET_MDWE): no file of /proc tells it, and PR_GET_MDWE answers only the process itself',
};
