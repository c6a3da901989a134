import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePort } from './free-port.ts';
import { asServer, runPostgres } from './postgres-programs.ts';

/** A real PostgreSQL server with data of its own. */
export interface Cluster {
  /** The address of its database `postgres`. */
  readonly url: string;
  /** Gives the address of a new database. */
  createDatabase(name: string): Promise<string>;
  /** Runs a statement as its superuser, in the database of `url` or in another one. */
  query(text: string, url?: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends all connections to a database, as an administrator or a broken network does. Gives their number. */
  cutConnections(url: string): Promise<number>;
  /** `fast` ends all connections in order, `immediate` is a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again on the same port, after `stop`. */
  start(): Promise<void>;
}

/** The folder of a cluster, and what it keeps. */
export interface ClusterOptions {
  /** Absent: a new one, which is removed when the process ends. */
  readonly folder?: string;
  /** Lines for `postgresql.conf`. */
  readonly settings?: readonly string[];
}

/** A password with all that an address has to escape. */
const PASSWORD = 'p@ss/w0rd:x%';

/** Nothing of it has to survive the machine, and the tests share it. */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  'fsync = off',
  'full_page_writes = off',
  'shared_buffers = 32MB',
  'max_connections = 300',
  'max_worker_processes = 2',
  'deadlock_timeout = 50ms',
];

const LOOK_EVERY_MS = 10;
const MOST_LOOKS = 500;

/** Ends the servers in a folder, and removes it, when a process has ended: also one that was killed, as after a time limit. */
const CLEAN_UP_AFTER = `
while kill -0 "$1" 2>/dev/null; do sleep 0.3; done
for file in data/postmaster.pid pgbouncer.pid; do
  [ ! -f "$2/$file" ] || kill -QUIT "$(head -n 1 "$2/$file")" 2>/dev/null
done
sleep 0.3
rm -rf "$2"`;

/** Makes the folder of a cluster. When this process ends, the server in it ends and the folder is removed. */
export function makeClusterFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  if (asServer.uid !== undefined) chownSync(folder, asServer.uid, asServer.gid);
  const args = ['-c', CLEAN_UP_AFTER, 'sh', String(process.pid), folder];
  spawn('sh', args, { detached: true, stdio: 'ignore', cwd: '/' }).unref();
  process.once('exit', () => {
    endServer(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts a new cluster, which ends when the process ends. It takes about a second. */
export async function startCluster({
  folder = makeClusterFolder(),
  settings = [],
}: ClusterOptions = {}): Promise<Cluster> {
  const data = dataOf(folder);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  await runPostgres('initdb', [
    ...['--pgdata', data, '--username', 'parley', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale', '--no-sync'],
  ]);
  const port = await findFreePort();
  const lines = [...SETTINGS, `port = ${port}`, ...settings];
  writeFileSync(join(data, 'postgresql.conf'), `${lines.join('\n')}\n`);
  await startServer(folder);
  const user = `parley:${encodeURIComponent(PASSWORD)}`;
  return clusterIn(folder, `postgres://${user}@127.0.0.1:${port}/postgres`);
}

/** The cluster that runs in a folder, at an address. */
export function clusterIn(folder: string, url: string): Cluster {
  async function query(text: string, to = url) {
    const client = new pg.Client({ connectionString: to });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  return {
    url,
    query,

    async createDatabase(name) {
      await query(`CREATE DATABASE ${name} TEMPLATE template0`);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },

    async cutConnections(of) {
      const name = new URL(of).pathname.slice(1);
      const cut = await query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
      );
      return cut.length;
    },

    stop: (mode = 'fast') =>
      runPostgres('pg_ctl', ['stop', '--wait', '--mode', mode, '--pgdata', dataOf(folder)]),
    start: () => startServer(folder),
  };
}

function startServer(folder: string): Promise<void> {
  const log = join(folder, 'log');
  return runPostgres('pg_ctl', ['start', '--wait', '--pgdata', dataOf(folder), '--log', log]);
}

const dataOf = (folder: string) => join(folder, 'data');

/** Ends the server as a crash does, because nobody needs its data, and waits until it is gone: it writes into its folder until then. */
function endServer(folder: string): void {
  const pid = readServerPid(folder);
  if (pid === undefined || !signal(pid, 'SIGQUIT')) return;
  for (let look = 0; look < MOST_LOOKS && signal(pid, 0); look += 1) sleepNow(LOOK_EVERY_MS);
}

/** `undefined`: it was never started, or is stopped. */
function readServerPid(folder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(dataOf(folder), 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** Gives whether the process is alive. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** While a process exits, nothing can wait but the whole thread. */
function sleepNow(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
