import type { Container, DependedFile, TreeFacts } from '../facts/index.ts';
import type { Finding, Verdict } from '../verdict/index.ts';
import { optionReachingOut } from './rehearsed-options.ts';

interface RehearsalRefusal {
  message: string;
  remedy: string;
}

/** Devices that only give or take bytes, and terminals, of which a rehearsal has its own. */
const harmlessDevices = /^\/dev\/(null|zero|full|random|urandom|tty|ptmx|pts\/(\d+|ptmx))$/;
const devices = new Set(['character-device', 'block-device']);

const moveInstead = 'The workload can be moved without a rehearsal; its preflight says whether that will work.';

/** Why a tree is not rehearsed, because a rehearsal would reach something outside of it; null when nothing speaks against it. */
export const whyNotRehearse = (
  tree: Pick<TreeFacts, 'files' | 'container'>,
  { options, findings }: Pick<Verdict, 'options' | 'findings'>,
): RehearsalRefusal | null => {
  if (!tree.files.known)
    return {
      message: `The files of the workload could not be read (${tree.files.reason}), so nobody knows what a rehearsal would reach.`,
      remedy: 'Make them readable, then run the preflight again.',
    };
  const contained = tree.container?.known && tree.container.value ? whyNotContainer(tree.container.value) : null;
  if (contained !== null) return { message: contained, remedy: moveInstead };
  const device = tree.files.value.find(isDevice);
  if (device) return { message: sayDevice(device), remedy: moveInstead };
  const kernel = tree.files.value.find(({ path, openForWriting }) => openForWriting && path.startsWith('/sys/'));
  if (kernel) return { message: sayKernel(kernel), remedy: moveInstead };
  const staged = findings.find(isStaged);
  if (staged) return { message: sayStaged(staged), remedy: moveInstead };
  const option = optionReachingOut(options.restore);
  return option === undefined ? null : { message: sayOption(option), remedy: moveInstead };
};

/** What a move would carry to the destination before it builds the copy there. */
const isStaged = ({ id, severity }: Finding): boolean =>
  severity === 'needs-option' && (id === 'writable-files.staged' || id.startsWith('staged-files.'));

const sayStaged = ({ subject }: Finding): string => {
  const file = 'path' in subject ? subject.path : 'a file';
  return `A move carries ${file} to the destination first. A rehearsal changes nothing there, so its copy would fail by the missing file where a move does not.`;
};

/** Of runc all that it knows of containers lies in one directory, which a rehearsal can have for itself; below podman stands runc too. */
const whyNotContainer = ({ runtime, joinedNamespaces, hooks }: Container): string | null => {
  if (runtime === 'crun')
    return 'It is a container of crun, of which nobody showed that all it makes stays inside of a rehearsal: only those of runc, and of podman over runc, are rehearsed.';
  const [joined] = joinedNamespaces;
  if (joined)
    return `The container joins the ${joined.type} namespace ${joined.path}, which on the destination lies outside of a rehearsal.`;
  const [hook] = hooks;
  return hook === undefined
    ? null
    : `The container has the hook ${hook}: runc would run that program of the destination at the restore.`;
};

const isDevice = ({ path, identity: { kind } }: DependedFile): boolean =>
  devices.has(kind) && !harmlessDevices.test(path);

const sayDevice = ({ path, pids }: DependedFile): string =>
  `Process ${pids[0] ?? '?'} has the device ${path} open. No overlay covers a device: opening it for a rehearsal would touch the one of the destination.`;

const sayKernel = ({ path, pids }: DependedFile): string =>
  `Process ${pids[0] ?? '?'} has ${path} open for writing. No overlay covers what the kernel shows there, and a rehearsal may change nothing on the destination.`;

const sayOption = (option: string): string =>
  `The restore needs ${option}, which reaches something on the destination outside of a rehearsal.`;
