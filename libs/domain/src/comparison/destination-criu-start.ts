import { judgeStart, startFindings } from '../rules/criu-obstacles.ts';
import { defineRule } from '../rules/rule.ts';

export const destinationCriuStart = defineRule({
  id: 'destination-criu-start',
  title: 'Whether CRIU can start on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['destination.details'],
  couldBlock: true,
  findings: startFindings('on the destination', 'restore'),
  evaluate: ({ 'destination.details': details }) => judgeStart(details),
});
