import type { CheckpointFacts } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { knownValue } from './needed-fact.ts';

export const checkpointImages = defineRule({
  id: 'checkpoint-images',
  title: 'Images of a checkpoint',
  appliesTo: [],
  forImages: true,
  needs: ['checkpoint', 'destination.criu'],
  couldBlock: true,
  findings: {
    unfinished: {
      severity: 'blocker',
      message: 'There is no inventory among the images: the dump that wrote them did not end well.',
      noticed: 'before-freeze',
      criuError: "Unexpected EOF on|Can't open (file )?inventory|No such file or directory",
      remedies: [{ text: 'Make a new dump.' }],
    },
    damaged: {
      severity: 'blocker',
      message: '{message}',
      noticed: 'restore',
      criuError:
        "Unexpected EOF|Read \\d+ bytes while|Magic doesn't match|Head magic|Can't open|No such file or directory|Failed unpacking|Can't read|killed by signal 11",
      remedies: [{ text: 'Copy the images again from where they were made, or make a new dump.' }],
    },
    version: {
      severity: 'blocker',
      message: 'The images have format version {version}; CRIU knows 1 and 2.',
      noticed: 'restore',
      criuError: 'Not supported images version|Too old image',
      remedies: [{ text: 'Restore with the CRIU that made the images.' }],
    },
    'parent-missing': {
      severity: 'blocker',
      message:
        '{bytes} bytes of memory are in an earlier dump, to which the link parent in the directory should lead, and it leads nowhere.',
      noticed: 'restore',
      criuError: "Can't open|parent|No such file or directory",
      remedies: [{ text: 'Copy the whole chain of dumps and keep their places relative to each other.' }],
    },
    'pages-elsewhere': {
      severity: 'blocker',
      message: '{bytes} bytes of memory are not in these images: a lazy-pages server had them, and it is gone.',
      noticed: 'restore',
      criuError: 'lazy|uffd|page server',
      remedies: [{ text: 'Make a new dump without --lazy-pages.' }],
    },
    'plugin-missing': {
      severity: 'blocker',
      message: 'The dump used the plugins {plugins}, which CRIU here does not have.',
      noticed: 'restore',
      criuError: 'Missing required plugin',
      remedies: [{ text: 'Install the plugins in the directory CRIU looks in.' }],
    },
    'lock-missing': {
      severity: 'blocker',
      message: 'The connections were locked with nftables, and CRIU here cannot unlock them that way.',
      noticed: 'restore',
      criuError: 'without libnftables support|nftables',
      remedies: [{ text: 'Install a CRIU that was built with libnftables.' }],
    },
    option: {
      severity: 'needs-option',
      message: 'The tree was dumped with {option} ({because}), and CRIU asks for it again.',
      noticed: 'restore',
      criuError:
        'Connected TCP socket in image|Need to set the --tcp-close|External socket found in image|Dumped with --allow-uprobes|which sid|new pid namespace|inherit session|file locks|--[a-z-]+',
      remedies: [{ text: 'Restore with the option.' }],
    },
    given: {
      severity: 'not-evaluated',
      message: 'The tree was dumped with {option} ({because}): what it stands for must be named at restore ({needed}).',
      noticed: 'restore',
      criuError: 'No mapping for|Unable to find|External',
      remedies: [{ text: 'Restore with {needed}, and name what is there.' }],
    },
    namespaces: {
      severity: 'not-evaluated',
      message:
        'The tree has namespaces of its own ({kinds}). What it needs inside of them was not compared with this host.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Restore it with the container runtime that dumped it.' }],
    },
  },
  evaluate: ({ checkpoint, 'destination.criu': criu }) => [
    ...judgeImages(checkpoint),
    ...judgeMeans(checkpoint, knownValue(criu.build), criu.features),
    ...checkpoint.options.flatMap(judgeOption),
  ],
});

type Report = Reported<
  | 'unfinished'
  | 'damaged'
  | 'version'
  | 'parent-missing'
  | 'pages-elsewhere'
  | 'plugin-missing'
  | 'lock-missing'
  | 'option'
  | 'given'
  | 'namespaces'
>;

const report = (kind: Report['kind'], evidence: Record<string, string>, path?: string): Report => ({
  kind,
  subject: path === undefined ? { kind: 'host' } : { kind: 'file', path },
  evidence,
});

const judgeImages = (checkpoint: CheckpointFacts): Report[] => {
  const { problems, finished, imageVersion, parentBytes, parentThere, lazyBytes, ownNamespaces } = checkpoint;
  if (!finished) return [report('unfinished', {})];
  const strange = imageVersion !== 1 && imageVersion !== 2;
  return [
    ...problems.map(({ image, message }) => report('damaged', { image, message }, image)),
    ...(strange ? [report('version', { version: String(imageVersion) })] : []),
    ...(parentBytes > 0 && parentThere === false ? [report('parent-missing', { bytes: String(parentBytes) })] : []),
    ...(lazyBytes > 0 ? [report('pages-elsewhere', { bytes: String(lazyBytes) })] : []),
    ...(ownNamespaces.length > 0 ? [report('namespaces', { kinds: ownNamespaces.join(', ') })] : []),
  ];
};

const judgeMeans = (
  { plugins, networkLock, options }: CheckpointFacts,
  build: { plugins: string[] } | undefined,
  features: Record<string, boolean>,
): Report[] => {
  const missing =
    build === undefined ? [] : plugins.filter((name) => !build.plugins.some((file) => file.includes(name)));
  const connected = options.some(({ option }) => option === '--tcp-established');
  const unlocks = networkLock !== 'nftables' || features.network_lock_nftables !== false;
  return [
    ...(missing.length > 0 ? [report('plugin-missing', { plugins: missing.join(', ') })] : []),
    ...(connected && !unlocks ? [report('lock-missing', {})] : []),
  ];
};

/** Options that stand for themselves; others name something that only the one who restores knows. */
const plain = /^--[a-z-]+$/;
const needsValue = new Set(['--inherit-fd', '--lazy-pages']);

const judgeOption = ({ option, because, atRestore }: CheckpointFacts['options'][number]): Report[] => {
  if (atRestore === null || atRestore === '--lazy-pages') return [];
  if (!plain.test(atRestore) || needsValue.has(atRestore))
    return [report('given', { option, because, needed: atRestore })];
  const remedy = { text: `Restore with ${atRestore}.`, options: { dump: [], restore: [atRestore] } };
  return [{ ...report('option', { option, because }), remedies: [remedy] }];
};
