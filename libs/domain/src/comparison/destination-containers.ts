import type { Answers, Container } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';

export const destinationContainers = defineRule({
  id: 'destination-containers',
  title: 'What a container needs on the destination',
  appliesTo: ['move'],
  needs: ['container', 'destination.places'],
  couldBlock: true,
  findings: {
    'runtime-missing': {
      severity: 'blocker',
      message: 'The container {name} runs under {runtime}, which is not installed on the destination.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Install {runtime} on the destination.' }],
    },
    taken: {
      severity: 'blocker',
      message: 'A container {name} exists on the destination already. The copy takes this name there.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Remove that container on the destination: {runtime} delete {name}.' }],
    },
    'path-missing': {
      severity: 'blocker',
      message:
        'The configuration of the container {name} takes {path} from its host{where}, and it does not exist on the destination.',
      noticed: 'restore',
      criuError: "Can't bind-mount|No such file or directory",
      remedies: [{ text: 'Create {path} on the destination, or mount there what the source has.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'What the container {name} would meet on the destination is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run as root on the destination, then look again.' }],
    },
  },
  evaluate: ({ container, 'destination.places': places }) =>
    container === null ? [] : judgePlace(container, places.container),
});

type Kind = 'runtime-missing' | 'taken' | 'path-missing' | 'unread';

const judgePlace = (container: Container, answer: Answers['container']): Reported<Kind>[] => {
  const report = (kind: Kind, evidence: Record<string, string> = {}, path?: string): Reported<Kind> => ({
    kind,
    subject: path === undefined ? { kind: 'host' } : { kind: 'mount', path },
    evidence: { name: container.name, runtime: container.runtime, ...evidence },
  });
  if (!answer?.known) return [report('unread', { reason: answer?.reason ?? 'it was not asked' })];
  const { hasRuntime, taken, missing } = answer.value;
  return [
    ...(hasRuntime ? [] : [report('runtime-missing')]),
    ...(taken ? [report('taken')] : []),
    ...missing.map((path) => report('path-missing', { path, where: whereOf(container, path) }, path)),
  ];
};

const whereOf = ({ bindMounts }: Container, path: string): string => {
  const bound = bindMounts.find(({ source }) => source === path);
  return bound === undefined ? '' : ` as ${bound.destination}`;
};
