import type { OpenFd, Questions, TreeFacts } from '../facts/index.ts';
import { isEverywhere, plainAddress } from './addresses.ts';
import { boundDirectories } from './bound-directories.ts';
import { portHolders } from './bound-sockets.ts';
import { directoryOf, isGhost, isNeededThere } from './compared-files.ts';
import { hasRemote } from './destination-routes.ts';
import { lockedFiles } from './locked-files.ts';
import { neededIds } from './needed-ids.ts';
import { ownTerminals } from './own-terminals.ts';
import { containerQuestion } from './through-runtime.ts';
import { ownNames, peerNames } from './unix-names.ts';
import { watchedPaths } from './watched-paths.ts';

/**
 * What only the destination can tell about this tree. A fact that is unknown on the source asks nothing here: its rule
 * reports the ignorance by itself.
 */
export const questionsFor = (tree: TreeFacts, nonces: Questions['nonces']): Questions => {
  const sockets = tree.inetSockets.known ? tree.inetSockets.value : [];
  return {
    files: fileQuestions(tree),
    ids: neededIds(tree),
    ports: portHolders(sockets).map(({ protocol, local, v6Only }) => ({
      protocol,
      address: plainAddress(local.address),
      port: local.port,
      ...(v6Only === true ? { v6Only } : {}),
    })),
    addresses: [...new Set(sockets.map(({ local }) => plainAddress(local.address)))].filter(
      (address) => !isEverywhere(address),
    ),
    nonces,
    unixNames: unixNames(tree),
    terminals: ownTerminals(fdsOf(tree)).map(({ index }) => index),
    remotes: [...new Set(sockets.filter(hasRemote).map(({ remote }) => plainAddress(remote.address)))],
    ...containerQuestion(tree),
  };
};

/** Descriptors of all tasks whose descriptors are known. */
const fdsOf = ({ tasks }: TreeFacts): (OpenFd & { pid: number })[] =>
  tasks.flatMap(({ pid, fds }) => (fds.known ? fds.value.map((fd) => ({ ...fd, pid })) : []));

const unixNames = ({ unixSockets }: TreeFacts): string[] => {
  const sockets = unixSockets.known ? unixSockets.value : [];
  return [...new Set([...ownNames(sockets), ...peerNames(sockets)].map(({ name }) => name))];
};

const fileQuestions = (tree: TreeFacts): Questions['files'] => {
  const files = tree.files.known ? tree.files.value.filter(isNeededThere) : [];
  const sockets = tree.unixSockets.known ? boundDirectories(tree.unixSockets.value) : [];
  const ghosts = tree.files.known ? tree.files.value.filter(isGhost).map(({ path }) => directoryOf(path)) : [];
  const watched = watchedPaths(fdsOf(tree)).map(({ path }) => path);
  const locked = new Set(lockedFiles(fdsOf(tree)).map(({ path }) => path));
  const questions = [
    ...[...sockets.map(({ directory }) => directory), ...ghosts, ...watched].map((path) => ({
      path,
      wantBuildId: false,
      wantSha256: false,
    })),
    ...files.map(({ path, buildId, sha256 }) => ({
      path,
      wantBuildId: buildId.known && buildId.value !== null,
      wantSha256: sha256.known,
      ...(locked.has(path) ? { wantLocks: true } : {}),
    })),
  ];
  return [...new Map(questions.map((question) => [question.path, question])).values()];
};
