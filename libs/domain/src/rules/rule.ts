import type { FilePlan } from '../file-plan/index.ts';
import type { CriuOptions, NoticedMoment, Remedy, Severity, Subject } from '../verdict/finding.ts';
import type { Purpose } from '../verdict/verdict.ts';
import type { FactName, FactValues } from './fact-values.ts';

/** What a rule says in advance about one kind of finding it may return: all prose stands here, none in `evaluate`. */
export interface FindingKind {
  severity: Severity;
  /** One sentence; `{name}` is replaced from the evidence of the finding. */
  message: string;
  noticed: NoticedMoment;
  /** Source of a regular expression for CRIU's own line; null when CRIU says nothing. */
  criuError: string | null;
  /** Id of the probe that holds the same: where it was seen to work on this host, the finding is not made. */
  probe?: string;
  remedies: { text: string; options?: Partial<CriuOptions> }[];
}

/** One hit of a rule: which kind, about what, with which evidence. */
export interface Reported<K extends string = string> {
  kind: K;
  subject: Subject;
  evidence: Record<string, string>;
  /** Replaces the kind's pattern where it depends on what was seen. */
  criuError?: string;
  /** Replaces the kind's probe where it depends on what was seen. */
  probe?: string;
  /** Replaces the kind's remedies where the options depend on what was seen (`--ghost-limit=`). */
  remedies?: Remedy[];
}

/** What is settled before any rule runs. */
export interface JudgeContext {
  purpose: Purpose;
  /** Images are judged and not a running tree: then only rules for images are asked. */
  fromImages?: boolean;
  /** Address that belongs to the workload and moves along with it. */
  serviceAddress: string | null;
  /** What becomes of the files in a move; absent where nobody would carry any. */
  filePlan?: FilePlan;
  /** On a second look, after the copying: what the destination was seen to have. */
  stagedThere?: readonly string[];
}

/** A family of judgements about one kind of resource. `id` is the file's name and a noun. */
export interface Rule<N extends FactName = FactName, K extends string = string> {
  id: string;
  title: string;
  appliesTo: readonly Purpose[];
  /** Asked about the restore of images too. */
  forImages?: boolean;
  needs: readonly N[];
  /** Whether ignorance of a need could hide a blocker, and so makes the verdict undetermined. */
  couldBlock: boolean;
  findings: Record<K, FindingKind>;
  evaluate: (facts: Pick<FactValues, N>, context: JudgeContext) => Reported<K>[];
}

/** Gives a rule its inferred types: `evaluate` sees only the facts it declared. */
export const defineRule = <const N extends FactName, const K extends string>(rule: Rule<N, K>): Rule<N, K> => rule;
