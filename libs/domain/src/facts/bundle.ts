import { z } from 'zod';
import { GodwitError } from '../errors/index.ts';
import { hostFactsSchema } from './host-facts.ts';
import { answersSchema, questionsSchema } from './questions.ts';
import { treeFactsSchema } from './tree-facts.ts';

/** The bundle format this code writes. Fields are only ever added; a changed meaning takes a new number and an upgrader. */
export const bundleVersion = 1;

export const factBundleSchema = z.object({
  format: z.literal('godwit-facts'),
  version: z.literal(bundleVersion),
  /** UTC, ISO 8601. */
  collectedAt: z.iso.datetime(),
  host: hostFactsSchema,
  /** Names of files and command lines were replaced by words (`maskBundle`). */
  masked: z.boolean().optional(),
  tree: treeFactsSchema.optional(),
  /** Nonces this host wrote beside the tree's writable files. */
  nonces: questionsSchema.shape.nonces.optional(),
  /** Paths that the policy of this host never lets travel, with the reason. */
  neverTravel: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
  /** Present in a destination's bundle: answers about one source tree. */
  answers: answersSchema.optional(),
});
export type FactBundle = z.infer<typeof factBundleSchema>;

const malformed = (message: string): GodwitError =>
  new GodwitError({ code: 'bundle-malformed', message, remedy: 'Collect the bundle again with `godwit collect`.' });

/** Checks text that claims to be a bundle. Throws `bundle-malformed` or `bundle-version-unknown`. */
export const parseBundle = (text: string): FactBundle => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw malformed('The bundle is not JSON, so nothing can be judged from it.');
  }
  const head = z.object({ format: z.literal('godwit-facts'), version: z.number() }).safeParse(raw);
  if (!head.success) throw malformed('The file is JSON but no fact bundle: its format mark is missing.');
  if (head.data.version !== bundleVersion) {
    throw new GodwitError({
      code: 'bundle-version-unknown',
      message: `The bundle has format version ${head.data.version}; this Godwit reads version ${bundleVersion}.`,
      remedy: 'Collect it again with this Godwit, or judge it with the one that wrote it.',
    });
  }
  const parsed = factBundleSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(`The bundle is damaged at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unreadable'}.`);
};
