import { parse } from 'pg-connection-string';

const prismaOnly = ['schema', 'connection_limit', 'pgbouncer', 'connect_timeout', 'pool_timeout'];

/**
 * A connection URL as separate fields. pg lets a `connectionString` win over `database`, so with the string the shadow
 * database would be the real one.
 */
export function connectionSettings(url) {
  const parsed = new URL(url);
  for (const name of prismaOnly) parsed.searchParams.delete(name);
  return { ...parse(parsed.href), max: 1 };
}

/** The `schema` parameter that Prisma adds to connection URLs. */
export function schemaOption(url) {
  const schema = new URL(url).searchParams.get('schema');
  return schema ? { schema } : undefined;
}
