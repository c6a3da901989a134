import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort } from './free-port.ts';
import { GIVE_UP_MS } from './give-up-ms.ts';
import { makeClusterFolder } from './postgres-cluster.ts';
import { asServer, pgbouncerPath } from './postgres-programs.ts';

/** As `withoutPostgres`, of PgBouncer. */
export const withoutPgbouncer: string | false =
  pgbouncerPath() === undefined && 'no PgBouncer found: install it';

/**
 * Starts PgBouncer in transaction mode before the server of an address, until the test ends. Gives the address of the same database over
 * it: a session of the server serves one transaction, then another client.
 */
export async function startPgbouncer(
  t: { after(end: () => void): void },
  url: string,
): Promise<string> {
  const folder = makeClusterFolder();
  const port = await findFreePort();
  const { hostname, port: serverPort, username, password } = new URL(url);
  const login = `user=${username} password='${decodeURIComponent(password)}'`;
  const file = join(folder, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${serverPort} ${login}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    `pidfile = ${join(folder, 'pgbouncer.pid')}`,
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 4',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o644);

  const child = spawn(pgbouncerPath() ?? '', [file], { ...asServer, cwd: '/', stdio: 'ignore' });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  t.after(kill);
  const pooled = Object.assign(new URL(url), { port: String(port) }).href;
  await untilAnswered(pooled);
  return pooled;
}

async function untilAnswered(url: string): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await wait(20);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
