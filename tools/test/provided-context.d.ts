import 'vitest';

/** What the global set-ups of the test projects provide; tests get it with `inject` of vitest. */
declare module 'vitest' {
  interface ProvidedContext {
    /** `lab`: a CRIU that was seen to dump and restore on this machine; also in GODWIT_CRIU. */
    criuPath: string;
    /** `lab`: the lab set that is up for the tests. */
    labSet: number;
    /** `db`: any database of the server that holds the test databases. */
    databaseAdminUrl: string;
    /** `db`: the migrated database that test databases are cloned from. */
    databaseTemplate: string;
  }
}
