import { type Database, listHosts } from '@godwit/history-store';

/** The name of any host, revoked ones too. */
export const readHostNames = async (database: Database): Promise<(id: string) => string> => {
  const names = new Map((await listHosts(database)).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? 'unknown host';
};
