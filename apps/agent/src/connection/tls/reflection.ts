/**
 * @peculiar/x509 finds its signature algorithms through tsyringe, which refuses to load without the three functions of
 * the reflect-metadata proposal. This is all it needs of them. Import it before @peculiar/x509.
 */
const stored = new WeakMap<object, Map<unknown, unknown>>();

const getMetadata = (key: unknown, target: object): unknown => stored.get(target)?.get(key);

const defineMetadata = (key: unknown, value: unknown, target: object): void => {
  const entries = stored.get(target) ?? new Map<unknown, unknown>();
  stored.set(target, entries.set(key, value));
};

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { getMetadata, getOwnMetadata: getMetadata, defineMetadata });
}

export {};
