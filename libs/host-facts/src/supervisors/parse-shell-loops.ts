interface ShellText {
  /** What stands inside while, until and for loops. */
  inside: string;
  outside: string;
}

/** Loop words where a command may begin: as an argument (`echo wait for it`) they mean nothing. */
const loopWord = /(?:^|[;&|({)}]|(?<=[\s;])(?:do|then|else)\s)\s*(?:(while|until|for)(?=\s)|(done)(?=$|[\s;&|)}<>]))/gm;

const withoutComments = (script: string): string => script.replace(/(^|\s)#.*$/gm, '$1');

/** Splits a shell script at its loops. Quotes are not followed: a word `done` inside a text ends a loop too early. */
const splitAtLoops = (script: string): ShellText => {
  const text: ShellText = { inside: '', outside: '' };
  let depth = 0;
  let at = 0;
  for (const match of script.matchAll(loopWord)) {
    text[depth > 0 ? 'inside' : 'outside'] += script.slice(at, match.index);
    at = match.index;
    if (match[1] !== undefined) depth++;
    else depth = Math.max(0, depth - 1);
  }
  text[depth > 0 ? 'inside' : 'outside'] += script.slice(at);
  return text;
};

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const mentions = (text: string, name: string): boolean =>
  new RegExp(`(^|[^\\w.-])${escaped(name)}($|[^\\w.-])`, 'm').test(text);

/** `named`: a loop names the child. `possible`: there is a loop, and nothing says that the child runs elsewhere. */
export type LoopEvidence = 'none' | 'possible' | 'named';

/**
 * Whether a shell script runs a child inside a loop, by the child's names without folders, the most telling first (its
 * script before its program). A script with a loop that names the child nowhere may start it through a variable.
 */
export const loopsAround = (script: string, names: readonly string[]): LoopEvidence => {
  const { inside, outside } = splitAtLoops(withoutComments(script));
  if (inside === '') return 'none';
  for (const name of names) {
    if (mentions(inside, name)) return 'named';
    if (mentions(outside, name)) return 'none';
  }
  return 'possible';
};
