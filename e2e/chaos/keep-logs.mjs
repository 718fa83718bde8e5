import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const questions = {
  workloads:
    'select w.key, h.name, w.state, w.root_pid, w.last_seen_at from workloads w join hosts h on h.id = w.host_id',
  cursors: 'select h.name, c.last_number, c.updated_at from agent_message_cursors c join hosts h on h.id = c.host_id',
};

/** What is needed to find out why nothing went on any more: logs, spools, and what the server knew. */
export async function keepLogs({ installation, database, disks }, folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(installation.server.logFile, path.join(folder, 'server.log'));
  for (const [host, { outside }] of Object.entries(disks)) {
    for (const name of ['agent.log', 'spool']) {
      cpSync(path.join(outside, name), path.join(folder, `${host}-${name}`), { recursive: true });
    }
  }
  for (const [name, text] of Object.entries(questions)) {
    const { rows } = await database.query(text);
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(rows, null, 1));
  }
}
