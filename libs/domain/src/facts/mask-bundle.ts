import type { FactBundle } from './bundle.ts';

/** What every Linux system has by itself: names below tell about packages and devices, not about people. */
const kept = /^\/(usr|lib|lib32|lib64|libx32|bin|sbin|dev|proc|sys)(\/|$)/;
/** Names the kernel makes up, which rules recognise: /memfd:NAME, /SYSV00000000, /[aio]. */
const madeUp = /^\/(memfd:|SYSV[0-9a-f]{8}|\[aio\]|anon_hugepage|secretmem|dev\/)/;
/** First components that are the same everywhere. */
const plainTop = new Set(['etc', 'home', 'mnt', 'opt', 'root', 'run', 'srv', 'tmp', 'var', 'boot', 'media']);
const deletedMark = ' (deleted)';

/** A path within other text: after a space, an equals sign, a quote or a colon, up to the next of them. */
const embedded = /(?<=^|[\s=:'"(,])\/[^\s:,'")]+/g;

type Mask = (text: string) => string;

/** One word for each name, the same name always the same word within one bundle. */
const wordMaker = (prefix: string): Mask => {
  const words = new Map<string, string>();
  return (name) => {
    const word = words.get(name) ?? `${prefix}${words.size + 1}`;
    words.set(name, word);
    return word;
  };
};

const pathMask = (word: Mask): Mask => {
  const maskPath = (path: string): string => {
    if (kept.test(path) || madeUp.test(path)) return path;
    const parts = path.split('/');
    return parts
      .map((part, index) => (part === '' || (index === 1 && plainTop.has(part)) ? part : word(part)))
      .join('/');
  };
  return (text) => {
    if (!text.startsWith('/')) return text.replace(embedded, maskPath);
    const deleted = text.endsWith(deletedMark);
    return deleted ? maskPath(text.slice(0, -deletedMark.length)) + deletedMark : maskPath(text);
  };
};

/** Fields that hold no path although they may begin with a slash, and on which rules rely as they are. */
const untouched = new Set(['cgroups', 'treeCgroups', 'namespaces', 'frozenCgroup', 'details', 'line']);
/** Names of unix sockets may be relative or abstract. */
const socketNames = new Set(['name', 'peerName', 'boundPath']);

interface Masks {
  path: Mask;
  word: Mask;
  argument: Mask;
}

const maskName = (name: string, { path, word }: Masks): string => {
  if (name.startsWith('/')) return path(name);
  return name.startsWith('@') ? `@${word(name.slice(1))}` : word(name);
};

const maskValue = (value: unknown, key: string, masks: Masks, inSockets: boolean): unknown => {
  if (untouched.has(key)) return value;
  if (typeof value === 'string') {
    return inSockets && socketNames.has(key) ? maskName(value, masks) : masks.path(value);
  }
  if (Array.isArray(value)) return value.map((one) => maskValue(one, key, masks, inSockets));
  if (value === null || typeof value !== 'object') return value;
  if (key === 'commandLine' && 'value' in value && Array.isArray(value.value)) {
    return { ...value, value: value.value.map((argument) => masks.argument(String(argument))) };
  }
  const within = inSockets || key === 'unixSockets';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskField(name, inner, masks, within)]),
  );
};

/** Command lines of parents stand in lists without a fact around them. */
const maskField = (name: string, value: unknown, masks: Masks, inSockets: boolean): unknown =>
  name === 'commandLine' && Array.isArray(value)
    ? value.map((argument) => masks.argument(String(argument)))
    : maskValue(value, name, masks, inSockets);

/**
 * The bundle with the names of files, directories and sockets and with all command lines replaced by words: the same name
 * is the same word all over the bundle, so that a judgement stays as it was. Paths of packages, devices and the kernel stay.
 * A masked bundle cannot be answered by a destination, which would have to look the paths up.
 */
export const maskBundle = (bundle: FactBundle): FactBundle => {
  if (bundle.tree === undefined) return bundle;
  const word = wordMaker('masked-');
  const masks: Masks = { path: pathMask(word), word, argument: wordMaker('argument-') };
  const tree = maskValue(bundle.tree, 'tree', masks, false) as NonNullable<FactBundle['tree']>;
  return { ...bundle, masked: true, tree };
};
