import { z } from 'zod';

export const severities = ['blocker', 'needs-option', 'caution', 'note', 'not-evaluated'] as const;
export type Severity = (typeof severities)[number];

/** When CRIU itself would have noticed; `after-pages` is the costliest: all memory is already written. */
export const noticedMoments = ['before-freeze', 'frozen', 'after-pages', 'restore', 'never'] as const;
export type NoticedMoment = (typeof noticedMoments)[number];

export const criuOptionsSchema = z.object({ dump: z.array(z.string()), restore: z.array(z.string()) });
/** argv tokens, `--name=value` where valued. */
export type CriuOptions = z.infer<typeof criuOptionsSchema>;

export const remedySchema = z.object({ text: z.string(), options: criuOptionsSchema });
export type Remedy = z.infer<typeof remedySchema>;

export const subjectSchema = z.object({
  kind: z.enum([
    'process',
    'fd',
    'mapping',
    'socket',
    'file',
    'mount',
    'lock',
    'terminal',
    'host',
    'address',
    'id',
    'fact',
  ]),
  pid: z.number().int().optional(),
  fd: z.number().int().optional(),
  path: z.string().optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** One result of a rule. */
export const findingSchema = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  subject: subjectSchema,
  message: z.string(),
  /** What was seen, label and value, for example { here: 'a41f...', there: '77c2...' }. */
  evidence: z.record(z.string(), z.string()),
  noticed: z.enum(noticedMoments),
  /** Source of a regular expression that matches CRIU's own line; null when CRIU would say nothing. */
  criuError: z.string().nullable(),
  remedies: z.array(remedySchema),
});
export type Finding = z.infer<typeof findingSchema>;
