import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '@godwit/domain/rules';
import { describe, expect, it } from 'vitest';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const families = ['libs/domain/src/rules', 'libs/domain/src/comparison'];
const ids = rules.map(({ id }) => id);
const kinds = rules.flatMap((rule) =>
  Object.entries(rule.findings).map(([kind, text]) => ({ id: `${rule.id}.${kind}`, ...text })),
);

/** First words that would make an id an order instead of the thing it is about. */
const verbs = new Set([
  'check',
  'is',
  'has',
  'no',
  'detect',
  'find',
  'validate',
  'ensure',
  'verify',
  'allow',
  'forbid',
  'use',
  'get',
]);

const ruleFile = (id: string, ending: string): string[] =>
  families.map((family) => fromRoot(`${family}/${id}${ending}`)).filter((path) => existsSync(path));

/** Ids of all files that define a rule, listed or not. */
const definedIds = (): string[] =>
  families.flatMap((family) =>
    readdirSync(fromRoot(family))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(fromRoot(`${family}/${name}`), 'utf8'))
      .flatMap((text) => /= defineRule\(\{\s+id: '([^']+)'/.exec(text)?.[1] ?? []),
  );

describe('the catalogue of rules', () => {
  it('lists every rule that is defined, each once', () => {
    expect([...ids].sort()).toEqual(definedIds().sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(ids)('%s has its file, its test and its page', (id) => {
    expect(ruleFile(id, '.ts')).toHaveLength(1);
    expect(ruleFile(id, '.test.ts')).toHaveLength(1);
    expect(existsSync(fromRoot(`docs/rules/${id}.md`))).toBe(true);
  });

  it.each(ids)('%s is a noun in kebab case', (id) => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(verbs.has(id.split('-')[0] ?? '')).toBe(false);
  });

  it('has a page for no rule that is gone', () => {
    const pages = readdirSync(fromRoot('docs/rules')).map((name) => name.replace(/\.md$/, ''));
    expect(pages.filter((page) => !['README', 'not-covered', ...ids].includes(page))).toEqual([]);
  });

  it('lists every rule in the index of the pages, and every kind of finding in its page', () => {
    const index = readFileSync(fromRoot('docs/rules/README.md'), 'utf8');
    expect(ids.filter((id) => !index.includes(`(${id}.md)`))).toEqual([]);
    const untold = kinds.filter(({ id }) => {
      const [rule = '', kind] = id.split('.');
      return !readFileSync(fromRoot(`docs/rules/${rule}.md`), 'utf8').includes(`\`${kind}\``);
    });
    expect(untold.map(({ id }) => id)).toEqual([]);
  });

  it('holds patterns that compile, and messages that are sentences', () => {
    for (const { id, criuError, message, remedies } of kinds) {
      if (criuError !== null) expect(() => new RegExp(criuError), id).not.toThrow();
      for (const text of [message, ...remedies.map((remedy) => remedy.text)]) expect(text, id).toMatch(/[.?}]$/);
    }
  });

  it('gives a way out for every blocker, and an option for every finding that needs one', () => {
    expect(
      kinds.filter(({ severity, remedies }) => severity === 'blocker' && remedies.length === 0).map(({ id }) => id),
    ).toEqual([]);
    // Options that depend on what was seen are made by the rule: the size of a ghost file, what images were made with.
    const madeBySight = new Set(['deleted-files.large-ghost', 'checkpoint-images.option']);
    // What the move itself does is an option of the move, and none of CRIU.
    const isStaged = (text: string) => text.startsWith('Stage: ');
    const needing = kinds.filter(({ id, severity }) => severity === 'needs-option' && !madeBySight.has(id));
    expect(
      needing
        .filter(({ remedies }) => !remedies.some(({ text, options }) => options !== undefined || isStaged(text)))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});
