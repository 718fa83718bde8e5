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

/** Names of network links that the kernel or the system gives by itself; others may tell what they are for. */
const plainLink =
  /^(lo|(eth|wlan|veth|vif|dummy|bond|ifb|tun|tap|br|wg|vxlan|docker|virbr|cni|sit|gre|gretap|erspan|ip_vti|ip6_vti|ip6tnl|ip6gre|tunl|teql)[0-9a-f]*|en[a-z]*\d+[a-z0-9]*)(@.*)?$/;

/** Values of mount options that name people or machines: of nfs(5), mount.cifs(8), ceph and the like. */
const namingOption =
  /(?<=(?:^|,)(?:user|username|domain|addr|clientaddr|mountaddr|mon_addr|servername|name|unc|pass|password|secret)=)[^,]+/g;
/** `server:/export` of a network file system. */
const remoteSource = /^[^/\s:]+(?=:\/)/;

const mountTexts = new Set(['options', 'superOptions', 'source']);

/** The part of a tree a value stands in, where names mean something else than elsewhere. */
type Within = 'unixSockets' | 'networkNamespaces' | null;

interface Masks {
  path: Mask;
  word: Mask;
  argument: Mask;
}

const maskLink = (name: string, { word }: Masks): string => (plainLink.test(name) ? name : word(name));

const maskMountText = (text: string, { path, word }: Masks): string =>
  path(text.replace(namingOption, word).replace(remoteSource, word));

const isLinkName = (key: string, within: Within): boolean =>
  key === 'boundInterface' || (within === 'networkNamespaces' && (key === 'name' || key === 'master'));

const maskText = (text: string, key: string, masks: Masks, within: Within): string => {
  if (within === 'unixSockets' && socketNames.has(key)) return maskName(text, masks);
  if (isLinkName(key, within)) return maskLink(text, masks);
  return mountTexts.has(key) ? maskMountText(text, masks) : masks.path(text);
};

const maskName = (name: string, { path, word }: Masks): string => {
  if (name.startsWith('/')) return path(name);
  return name.startsWith('@') ? `@${word(name.slice(1))}` : word(name);
};

const maskValue = (value: unknown, key: string, masks: Masks, within: Within): unknown => {
  if (untouched.has(key)) return value;
  if (typeof value === 'string') return maskText(value, key, masks, within);
  if (Array.isArray(value)) return value.map((one) => maskValue(one, key, masks, within));
  if (value === null || typeof value !== 'object') return value;
  if (key === 'commandLine' && 'value' in value && Array.isArray(value.value)) {
    return { ...value, value: value.value.map((argument) => masks.argument(String(argument))) };
  }
  const inside = key === 'unixSockets' || key === 'networkNamespaces' ? key : within;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskField(name, inner, masks, inside)]),
  );
};

/** Command lines of parents stand in lists without a fact around them. */
const maskField = (name: string, value: unknown, masks: Masks, within: Within): unknown =>
  name === 'commandLine' && Array.isArray(value)
    ? value.map((argument) => masks.argument(String(argument)))
    : maskValue(value, name, masks, within);

/**
 * The bundle with the names of files, directories, sockets, network links and servers and with all command lines replaced by words: the same name
 * is the same word all over the bundle, so that a judgement stays as it was. Paths of packages, devices and the kernel stay.
 * A masked bundle cannot be answered by a destination, which would have to look the paths up.
 */
export const maskBundle = (bundle: FactBundle): FactBundle => {
  if (bundle.tree === undefined) return bundle;
  const word = wordMaker('masked-');
  const masks: Masks = { path: pathMask(word), word, argument: wordMaker('argument-') };
  const tree = maskValue(bundle.tree, 'tree', masks, null) as NonNullable<FactBundle['tree']>;
  return { ...bundle, masked: true, tree };
};
