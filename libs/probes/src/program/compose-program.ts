import { questionProgram } from './question-program.ts';

/** The whole text of one probe: the common words, then its own lines as one function. */
export const composeProgram = (lines: string): string => {
  const body = lines
    .trim()
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n');
  return `${questionProgram}\ndef probe():\n${body}\n\nrun(probe)\n`;
};
