import { defineConfig } from 'prisma/config';

/** Prisma 7 takes its connection from here; only schema-migration commands need one, `generate` does not. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
