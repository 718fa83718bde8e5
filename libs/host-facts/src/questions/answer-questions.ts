import { existsSync } from 'node:fs';
import { type Answers, type Fact, known, type Questions, unknown } from '@godwit/domain/facts';
import { answerContainer } from '../containers/answer-container.ts';
import { readAddresses } from '../network/addresses.ts';
import { attempt, reasonOf } from '../procfs/read-text.ts';
import { answerFiles } from './answer-files.ts';
import { findTakenIds } from './find-taken-ids.ts';
import { findTakenPorts } from './find-taken-ports.ts';
import { findUnixNames } from './find-unix-names.ts';
import { findUnreachable } from './find-unreachable.ts';
import { seesNonce } from './nonce-files.ts';

const attemptLater = async <T>(what: string, read: () => Promise<T>, signal?: AbortSignal): Promise<Fact<T>> => {
  try {
    return known(await read());
  } catch (error) {
    signal?.throwIfAborted();
    return unknown(reasonOf(error, what));
  }
};

const presentAddresses = (wanted: readonly string[]): string[] => {
  const present = new Set(readAddresses().map((found) => found.address));
  return wanted.filter((address) => present.has(address));
};

const answerAboutContainer = ({ container }: Questions): Pick<Answers, 'container'> =>
  container === undefined ? {} : { container: attempt('The containers here', () => answerContainer(container)) };

/** Answers on this host, the destination, what a source tree needs here. What cannot be read is unknown. */
export const answerQuestions = async (questions: Questions, signal?: AbortSignal): Promise<Answers> => ({
  files: await attemptLater('The files here', () => answerFiles(questions.files, signal), signal),
  idsTaken: attempt('The ids in use here', () => findTakenIds(questions.ids)),
  portsTaken: await attemptLater('The ports in use here', () => findTakenPorts(questions.ports), signal),
  addressesPresent: attempt('The addresses here', () => presentAddresses(questions.addresses)),
  noncesSeen: attempt('The nonce files', () =>
    questions.nonces.map((nonce) => ({ directory: nonce.directory, seen: seesNonce(nonce) })),
  ),
  unixNamesFound: await attemptLater(
    'The unix sockets here',
    () => findUnixNames(questions.unixNames ?? [], signal),
    signal,
  ),
  terminalsTaken: attempt('The terminals here', () =>
    (questions.terminals ?? []).filter((index) => existsSync(`/dev/pts/${index}`)),
  ),
  unreachable: await attemptLater('The routes here', () => findUnreachable(questions.remotes ?? []), signal),
  ...answerAboutContainer(questions),
});
