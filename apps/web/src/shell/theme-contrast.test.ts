import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const css = readFileSync(createRequire(import.meta.url).resolve('@godwit/ui/styles.css'), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    [light ?? '', dark ?? ''] as const,
  ]),
);

const channel = (hex: string, at: number) => {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const luminance = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);

/** WCAG 2.2, contrast ratio of two colours. */
const contrast = (a: string, b: string) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const colour = (name: string, theme: 0 | 1): string => {
  const pair = colours.get(name);
  if (!pair) throw new Error(`no colour ${name}`);
  return pair[theme];
};

const texts = ['ink', 'ink-2', 'ink-3', 'accent-ink', 'can', 'options', 'cannot', 'unknown', 'ice', 'amber', 'slate'];

it.each([
  ['light', 0],
  ['dark', 1],
] as const)('reads well in the %s theme: every text on every ground it stands on', (_name, theme) => {
  const poor = texts.flatMap((text) =>
    ['ground', 'surface', 'sunken', `${text}-soft`]
      .filter((ground) => colours.has(ground))
      .filter((ground) => contrast(colour(text, theme), colour(ground, theme)) < 4.5)
      .map((ground) => `${text} on ${ground}`),
  );
  expect(poor).toEqual([]);
  for (const accent of ['accent', 'accent-hover'])
    expect(contrast('#ffffff', colour(accent, theme))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colour('field-line', theme), colour('surface', theme))).toBeGreaterThanOrEqual(3);
  expect(contrast(colour('focus', theme), colour('ground', theme))).toBeGreaterThanOrEqual(3);
});
