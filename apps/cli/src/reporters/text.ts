const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;
export type Style = keyof typeof codes;

const coloured = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

/** Text in a style, plain where standard output is no terminal or NO_COLOR is set. */
export const styled = (style: Style, text: string): string =>
  coloured() ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;

export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
