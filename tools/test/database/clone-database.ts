import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { createDatabase, dropDatabase } from '../../postgres/create-database.mjs';

// Runs before each test file is loaded: the file finds a fresh, migrated database of its own in DATABASE_URL.
const adminUrl = inject('databaseAdminUrl');
const name = `test_${randomBytes(6).toString('hex')}`;
await createDatabase(adminUrl, name, inject('databaseTemplate'));

const url = new URL(adminUrl);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.href;

afterAll(() => dropDatabase(adminUrl, name));
