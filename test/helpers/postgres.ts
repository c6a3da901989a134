import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { GIVE_UP_MS } from './give-up-ms.ts';
import { type Cluster, clusterIn, makeClusterFolder, startCluster } from './postgres-cluster.ts';
import { postgresFolder } from './postgres-programs.ts';

/**
 * Why tests of PostgreSQL are left out, for the option `skip` of a test; `false` where it is installed. With REQUIRE_ALL=1 a test that is
 * left out is a failure.
 */
export const withoutPostgres: string | false =
  postgresFolder() === undefined && 'no PostgreSQL found: install it, or name its bin in POSTGRES';

/** Names the folder of the cluster that all test files of a run share. */
const SHARED_FOLDER = 'PARLEY_TEST_POSTGRES';

let shared: Promise<Cluster> | undefined;
let databases = 0;

/** Lets all test files of this run share one cluster, which the first that needs it starts. It ends with this process. */
export function shareCluster(): void {
  if (withoutPostgres) return;
  process.env[SHARED_FOLDER] = makeClusterFolder();
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

/**
 * The cluster of the whole run: other tests use it at the same time, so it is never stopped. A test that stops its server starts one with
 * `startCluster`.
 */
export function sharedCluster(): Promise<Cluster> {
  const folder = process.env[SHARED_FOLDER];
  shared ??= folder === undefined ? startCluster() : joinCluster(folder);
  return shared;
}

/**
 * The address of a new database on the shared cluster. It is removed when the test ends, with all its connections; without a test, it stays
 * until the cluster ends.
 */
export async function freshDatabase(t?: TestContext): Promise<string> {
  const cluster = await sharedCluster();
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  const url = await cluster.createDatabase(name);
  t?.after(() => cluster.query(`DROP DATABASE ${name} WITH (FORCE)`));
  return url;
}

/** The first process to make this folder starts the cluster, the others wait for it. */
async function joinCluster(folder: string): Promise<Cluster> {
  const address = join(folder, 'address');
  if (isFirst(join(folder, 'starting'))) {
    const { url } = await startCluster({ folder });
    writeFileSync(`${address}.new`, url);
    renameSync(`${address}.new`, address);
  }
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (!existsSync(address)) {
    if (performance.now() > giveUpAt)
      throw new Error('Another test file did not start PostgreSQL.');
    await wait(20);
  }
  return clusterIn(folder, readFileSync(address, 'utf8'));
}

function isFirst(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
