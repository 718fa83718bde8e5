import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { isEnrolled, markEnrolled, nameInstallation } from './enrolment.mjs';

const serverUrl = 'https://127.0.0.1:4748';

function makeAgent() {
  const folder = makeTree({ 'identity.json': { server: serverUrl } });
  markEnrolled(folder, 'one');
  return folder;
}

describe('an agent that joined before', () => {
  it('goes on with its credential', () => {
    expect(isEnrolled(makeAgent(), { serverUrl, installation: 'one' })).toBe(true);
  });

  it.each([
    ['another installation', { serverUrl, installation: 'two' }],
    ['another address', { serverUrl: 'https://10.77.0.1:4748', installation: 'one' }],
  ])('joins again for %s', (_name, expected) => {
    expect(isEnrolled(makeAgent(), expected)).toBe(false);
  });

  it('joins when there is nothing yet', () => {
    expect(isEnrolled(makeTree({}), { serverUrl, installation: 'one' })).toBe(false);
  });
});

describe('an installation', () => {
  it('is another one with another database or another folder of the portal', () => {
    const [one, two] = [makeTree({}), makeTree({})];
    const names = [nameInstallation('a', one), nameInstallation('b', one), nameInstallation('a', two)];
    expect(new Set(names).size).toBe(3);
    expect(nameInstallation('a', one)).toBe(names[0]);
  });
});
