/** A source of numbers below a limit, the same on every machine for one seed (mulberry32). */
export type Chance = (below: number) => number;

export const seeded = (seed: number): Chance => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const splice = (text: string, at: number, removed: number, added: string): string =>
  text.slice(0, at) + added + text.slice(at + removed);

const strange = [
  '\u0000',
  ' ',
  ':',
  '\n',
  '-1',
  '99999999999999999999',
  'max',
  '\ufffd',
  '[',
  '\\040',
  '0x',
  '{"',
  '(',
  ' (deleted)',
];

type Mutation = (text: string, below: Chance, others: readonly string[]) => string;

const mutations: Mutation[] = [
  (text, below) => text.slice(0, below(text.length + 1)),
  (text, below) => text.slice(below(text.length + 1)),
  (text, below) => splice(text, below(text.length + 1), below(60), ''),
  (text, below) => splice(text, below(text.length + 1), 1, String.fromCharCode(below(0x10000))),
  (text, below) =>
    splice(text, below(text.length + 1), 0, (strange[below(strange.length)] ?? '').repeat(1 + below(400))),
  (text, below, others) => splice(text, below(text.length + 1), below(80), others[below(others.length)] ?? ''),
  (text) => text.split('\n').reverse().join('\n'),
];

/** The text with one to three damages, some of them pieces of the others. */
export const mutateText = (text: string, below: Chance, others: readonly string[]): string => {
  let mutated = text;
  for (let times = 1 + below(3); times > 0; times--)
    mutated = mutations[below(mutations.length)]?.(mutated, below, others) ?? mutated;
  return mutated;
};

const odd: unknown[] = [
  null,
  -1,
  1e308,
  Number.NaN,
  '',
  'x'.repeat(10_000),
  [],
  {},
  true,
  [[[]]],
  { known: true },
  '__proto__',
];

/** Another value of the same kind, so that what only looks at kinds lets it through. */
const alike = (value: unknown, below: Chance): unknown => {
  if (typeof value === 'number') return [0, -1, 1, 2 ** 31, Number.MAX_SAFE_INTEGER, value + 1][below(6)];
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? mutateText(value, below, [value, '/', '0', ' (deleted)']) : odd[below(odd.length)];
};

/** A copy of a JSON value in which one thing somewhere is odd, missing or repeated. */
export const mutateJson = (value: unknown, below: Chance): unknown => {
  if (value === null || typeof value !== 'object') return below(4) === 0 ? odd[below(odd.length)] : alike(value, below);
  if (below(40) === 0) return odd[below(odd.length)];
  if (Array.isArray(value)) {
    if (value.length === 0) return odd[below(odd.length)];
    const at = below(value.length);
    if (below(5) === 0) return [...value, ...Array.from({ length: below(200) }, () => value[at])];
    return value.map((one, index) => (index === at ? mutateJson(one, below) : one));
  }
  const names = Object.keys(value);
  const name = names[below(names.length)];
  if (name === undefined) return odd[below(odd.length)];
  const copy = { ...value } as Record<string, unknown>;
  if (below(5) === 0) delete copy[name];
  else copy[name] = mutateJson(copy[name], below);
  return copy;
};
