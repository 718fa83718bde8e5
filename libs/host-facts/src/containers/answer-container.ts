import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers, Questions } from '@godwit/domain/facts';
import { isContainerIdTaken } from './container-state.ts';

type Question = NonNullable<Questions['container']>;
type Answer = Extract<NonNullable<Answers['container']>, { known: true }>['value'];

/** Where programs of the system lie; the agent's own PATH may be anything. */
const programDirectories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Tells on a destination what a container would meet here. */
export const answerContainer = (question: Question): Answer => ({
  hasRuntime: programDirectories.some((directory) => existsSync(join(directory, question.runtime))),
  taken: isContainerIdTaken(question.runtime, question.id),
  missing: question.paths.filter((path) => !existsSync(path)),
});
