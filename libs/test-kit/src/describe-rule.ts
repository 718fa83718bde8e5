import { type CheckpointFacts, type FactBundle, unknown } from '@godwit/domain/facts';
import type { FilePlan } from '@godwit/domain/file-plan';
import { evaluateRule, type FactsByName, flattenFacts, type Rule } from '@godwit/domain/rules';
import type { Finding, Purpose } from '@godwit/domain/verdict';
import { describe, expect, it } from 'vitest';
import { buildBundle, buildCheckpoint, buildDestination } from './builders/build-bundle.ts';

/** Facts a rule is asked about. What is left out is a healthy tree, judged for `here`, or for `move` with a destination. */
export interface RuleCase {
  name: string;
  source?: FactBundle;
  destination?: FactBundle;
  /** For a rule about images alone. */
  checkpoint?: CheckpointFacts;
  purpose?: Purpose;
  serviceAddress?: string;
  /** What becomes of the files of a move, and on a second look what the destination has. */
  filePlan?: FilePlan;
  stagedThere?: string[];
}

export interface FiringCase extends RuleCase {
  /** The one finding expected, as far as it matters to the case. */
  finding: Pick<Finding, 'id'> & Partial<Finding>;
  /** A line CRIU really printed in this case; the finding's pattern must match it. */
  criuLine?: string;
}

/** Tests of a rule as two lists: what leaves it silent, and what makes it fire, one finding per case. */
export const describeRule = (rule: Rule, cases: { silent: RuleCase[]; fires: FiringCase[] }): void => {
  describe(`rule ${rule.id}`, () => {
    for (const silent of cases.silent) {
      it(`is silent: ${silent.name}`, () => expect(evaluateCase(rule, silent)).toEqual([]));
    }
    for (const firing of cases.fires) {
      it(`fires: ${firing.name}`, () => expectFinding(evaluateCase(rule, firing), firing));
    }
    it('says that it was not evaluated when a fact it needs is unknown', () => expectIgnorance(rule));
    it('has a firing case for every finding it declares', () => {
      const fired = new Set(cases.fires.map(({ finding }) => finding.id));
      const declared = Object.keys(rule.findings).map((kind) => `${rule.id}.${kind}`);
      expect(declared.filter((id) => !fired.has(id))).toEqual([]);
    });
  });
};

const evaluateCase = (rule: Rule, given: RuleCase): Finding[] => {
  const purpose = given.purpose ?? (rule.appliesTo.includes('here') ? 'here' : 'move');
  const fromImages = rule.appliesTo.length === 0;
  const destination = given.destination ?? (purpose === 'move' ? buildDestination() : undefined);
  const facts = flattenFacts(given.source ?? buildBundle(), destination, given.checkpoint ?? buildCheckpoint());
  const { serviceAddress = null, filePlan, stagedThere } = given;
  const files = { ...(filePlan && { filePlan }), ...(stagedThere && { stagedThere }) };
  return evaluateRule(rule, facts, { purpose, serviceAddress, fromImages, ...files });
};

const expectFinding = (findings: Finding[], { finding, criuLine }: FiringCase): void => {
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject(finding);
  const texts = [findings[0]?.message ?? '', ...(findings[0]?.remedies ?? []).map(({ text }) => text)];
  for (const text of texts) expect(text).not.toMatch(/\{\w+\}/);
  if (criuLine !== undefined) expect(criuLine).toMatch(new RegExp(findings[0]?.criuError ?? '(?!)'));
};

const expectIgnorance = (rule: Rule): void => {
  const facts = flattenFacts(buildBundle(), buildDestination(), buildCheckpoint());
  const fromImages = rule.appliesTo.length === 0;
  for (const need of rule.needs) {
    const hidden: FactsByName = { ...facts, [need]: unknown('permission denied') };
    const purpose = rule.appliesTo[0] ?? 'here';
    const findings = evaluateRule(rule, hidden, { purpose, serviceAddress: null, fromImages });
    expect(findings.map(({ id, evidence }) => ({ id, evidence }))).toEqual([
      { id: `${rule.id}.not-evaluated`, evidence: { [need]: 'permission denied' } },
    ]);
  }
};
