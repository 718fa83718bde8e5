import type { Questions, TreeFacts } from '../facts/index.ts';
import { isEverywhere, plainAddress } from './addresses.ts';
import { boundDirectories } from './bound-directories.ts';
import { portHolders } from './bound-sockets.ts';
import { isNeededThere } from './compared-files.ts';
import { neededIds } from './needed-ids.ts';

/**
 * What only the destination can tell about this tree. A fact that is unknown on the source asks nothing here: its rule
 * reports the ignorance by itself.
 */
export const questionsFor = (tree: TreeFacts, nonces: Questions['nonces']): Questions => {
  const sockets = tree.inetSockets.known ? tree.inetSockets.value : [];
  return {
    files: fileQuestions(tree),
    ids: neededIds(tree),
    ports: portHolders(sockets).map(({ protocol, local }) => ({
      protocol,
      address: plainAddress(local.address),
      port: local.port,
    })),
    addresses: [...new Set(sockets.map(({ local }) => plainAddress(local.address)))].filter(
      (address) => !isEverywhere(address),
    ),
    nonces,
  };
};

const fileQuestions = (tree: TreeFacts): Questions['files'] => {
  const files = tree.files.known ? tree.files.value.filter(isNeededThere) : [];
  const sockets = tree.unixSockets.known ? boundDirectories(tree.unixSockets.value) : [];
  const questions = [
    ...sockets.map(({ directory }) => ({ path: directory, wantBuildId: false, wantSha256: false })),
    ...files.map(({ path, buildId, sha256 }) => ({
      path,
      wantBuildId: buildId.known && buildId.value !== null,
      wantSha256: sha256.known,
    })),
  ];
  return [...new Map(questions.map((question) => [question.path, question])).values()];
};
