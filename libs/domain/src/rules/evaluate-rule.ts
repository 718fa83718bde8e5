import type { Finding, Remedy } from '../verdict/finding.ts';
import { capability } from './capability.ts';
import { isCriuMissing } from './criu-obstacles.ts';
import type { FactName, FactValues } from './fact-values.ts';
import { fillTemplate } from './fill-template.ts';
import type { FactsByName } from './flatten-facts.ts';
import type { FindingKind, JudgeContext, Reported, Rule } from './rule.ts';

/**
 * Runs one rule over the facts it declared, and over nothing else.
 * Gives no finding when the rule does not apply to the purpose, and a `not-evaluated` one when a needed fact is unknown.
 */
export const evaluateRule = (rule: Rule, facts: FactsByName, context: JudgeContext): Finding[] => {
  const asked = context.fromImages === true ? rule.forImages === true : rule.appliesTo.includes(context.purpose);
  if (!asked) return [];
  const given: Record<string, unknown> = {};
  const reasons: Record<string, string> = {};
  for (const need of rule.needs) {
    const fact = facts[need];
    if (fact.known) given[need] = fact.value;
    else reasons[need] = fact.reason;
  }
  if (Object.keys(reasons).length > 0) return onlyCriuIsMissing(reasons, facts) ? [] : [notEvaluated(rule, reasons)];
  const hits = rule.evaluate(given as Pick<FactValues, FactName>, context);
  return hits.filter((hit) => !wasSeenToWork(rule, hit, facts)).map((hit) => toFinding(rule, hit));
};

/** Where there is no CRIU one rule says so, and nothing it would say of itself is missed by the others. */
const onlyCriuIsMissing = (reasons: Record<string, string>, facts: FactsByName): boolean => {
  const { details, 'destination.details': there } = facts;
  const excused = [
    ...(details.known && isCriuMissing(details.value) ? ['criu'] : []),
    ...(there.known && isCriuMissing(there.value) ? ['destination.criu'] : []),
  ];
  return Object.keys(reasons).every((need) => excused.includes(need));
};

/** What was dumped, restored and asked on this very host outweighs what a rule expects. */
const wasSeenToWork = (rule: Rule, hit: Reported, { capabilityMatrix }: FactsByName): boolean => {
  const probe = hit.probe ?? rule.findings[hit.kind]?.probe;
  return probe !== undefined && capabilityMatrix.known && capability(capabilityMatrix.value, probe) === 'carried';
};

const toFinding = (rule: Rule, hit: Reported): Finding => {
  const kind = rule.findings[hit.kind];
  if (kind === undefined) throw new Error(`Rule ${rule.id} reported ${hit.kind}, which it does not declare`);
  return {
    id: `${rule.id}.${hit.kind}`,
    rule: rule.id,
    severity: kind.severity,
    subject: hit.subject,
    message: fillTemplate(kind.message, hit.evidence),
    evidence: hit.evidence,
    noticed: kind.noticed,
    criuError: hit.criuError ?? kind.criuError,
    remedies: hit.remedies ?? declaredRemedies(kind, hit.evidence),
  };
};

const declaredRemedies = (kind: FindingKind, evidence: Record<string, string>): Remedy[] =>
  kind.remedies.map(({ text, options }) => ({
    text: fillTemplate(text, evidence),
    options: { dump: options?.dump ?? [], restore: options?.restore ?? [] },
  }));

const notEvaluated = (rule: Rule, reasons: Record<string, string>): Finding => ({
  id: `${rule.id}.not-evaluated`,
  rule: rule.id,
  severity: 'not-evaluated',
  subject: { kind: 'fact', path: Object.keys(reasons).join(', ') },
  message: `${rule.title}: not judged, because ${Object.entries(reasons)
    .map(([need, reason]) => `${need} could not be read (${reason})`)
    .join('; ')}.`,
  evidence: reasons,
  noticed: 'never',
  criuError: null,
  remedies: [
    {
      text: 'Make the fact readable, then look again; run as root if it was refused.',
      options: { dump: [], restore: [] },
    },
  ],
});
