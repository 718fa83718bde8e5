import { signalTask, type TaskIdentity, waitUntilGone } from '@godwit/criu-driver';

const patienceMs = 15_000;

/**
 * Waits for a CRIU whose hold process died: its hook script looks at the decision and lets it end. One that does not end is
 * killed.
 */
export const waitForCriu = async (criu: TaskIdentity | undefined): Promise<void> => {
  if (!criu) return;
  const [left] = await waitUntilGone([criu], patienceMs);
  if (!left) return;
  signalTask(left, 'SIGKILL');
  await waitUntilGone([left], patienceMs);
};
