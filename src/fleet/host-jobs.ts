import { EventEmitter } from 'node:events';
import {
  Logger,
  makeWorkerUtils,
  type Runner,
  run,
  runMigrations,
  type WorkerEvents,
} from 'graphile-worker';
import type { Database } from '../contracts/database.ts';
import { StoreError } from '../errors.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';
import { HOST_TASK } from './event-log.ts';
import { openJobSessions, withJobSessions } from './job-sessions.ts';

/** The jobs that ask this process to host chats, from graphile-worker. */
export interface HostJobs {
  /** Takes no more jobs. Resolves when those that were taken have ended. */
  stop(): Promise<void>;
}

/** graphile-worker opens sessions of its own, one of which listens. */
interface SessionParts {
  readonly database: Pick<Database, 'directUrl' | 'explain'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface HostJobsParts extends SessionParts {
  /** Called with the name under which this process locks jobs, before it takes the first one. */
  onLockName(name: string): Promise<void>;
  /** Takes a chat. Rejects when the job has to be tried again. */
  host(chat: string): Promise<void>;
}

/** A job is short: it only decides who hosts a chat. */
const JOBS_AT_ONCE = 4;
/** Notifications wake it sooner. This finds jobs whose process died with them. */
const POLL_MS = 1_000;
const CONNECTIONS = 3;
const RESTART_MS = 1_000;
const PATIENCE_MS = 20_000;

/**
 * Prepares the tables of graphile-worker. Running it again changes nothing. Waits for a server that starts, or has no
 * free connection.
 *
 * @throws A `StoreError`.
 */
export async function prepareHostJobs({ database, clock, log }: SessionParts): Promise<void> {
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await withJobSessions(database.directUrl, (pgPool) =>
        runMigrations({ pgPool, logger: toLogger(log) }),
      );
    } catch (cause) {
      const error = database.explain(cause);
      const mayPass = error instanceof StoreError && error.kind === 'unreachable';
      if (!mayPass || clock.now() >= until) throw error;
      await sleep(clock, RESTART_MS);
    }
  }
}

/** Lets the jobs go that a dead process has locked, and wakes those who take jobs: graphile-worker itself waits four hours. */
export async function unlockJobsOfDead(
  database: Pick<Database, 'query'>,
  lockName: string,
): Promise<void> {
  await database.query('SELECT graphile_worker.force_unlock_workers(ARRAY[$1]::text[])', [
    lockName,
  ]);
  await database.query(`SELECT pg_notify('jobs:insert', '{"r":0.5,"count":1}')`);
}

/** Removes jobs that will never run: one that was running when its chat got a newer job, and whose process then died. */
export async function removeDeadJobs(directUrl: string, log: Log): Promise<void> {
  await withJobSessions(directUrl, async (pgPool) => {
    const utils = await makeWorkerUtils({ pgPool, logger: toLogger(log) });
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] }).finally(utils.release);
  });
}

/**
 * Takes the jobs of chats that want a host. They have no named queues, as graphile-worker locks each queue that ever
 * was at each fetch, and may drop one while a job is added to it: the claim on the chat keeps hosts apart.
 */
export function startHostJobs(parts: HostJobsParts): HostJobs {
  const { database, clock, log } = parts;
  const stopping = new AbortController();
  const failures = createLogOnce(log);
  let runner: Runner | undefined;

  async function begin(): Promise<Runner> {
    try {
      const begun = await startRun(parts);
      failures.forget();
      return begun;
    } catch (error) {
      const problem = String(database.explain(error));
      failures.warn(problem, { error: problem }, 'fleet: cannot take jobs, retrying');
      throw error;
    }
  }

  /** graphile-worker ends when it cannot complete a job, as during a restart of PostgreSQL. Another run goes on. */
  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        runner = await begin();
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        log.debug({ error: String(error) }, 'fleet: taking jobs was interrupted, beginning again');
      }
      await sleep(clock, RESTART_MS, stopping.signal);
    }
  }

  const running = keepRunning();
  return {
    async stop() {
      stopping.abort();
      // It rejects when it has ended by itself.
      await runner?.stop().catch(() => {});
      await running;
    },
  };
}

/** Closes its sessions when it has ended. */
async function startRun(parts: HostJobsParts): Promise<Runner> {
  const pgPool = openJobSessions({ url: parts.database.directUrl, most: CONNECTIONS });
  const close = () => void pgPool.end().catch(() => {});
  try {
    const runner = await startRunOver(pgPool, parts);
    runner.promise.then(close, close);
    return runner;
  } catch (error) {
    close();
    throw error;
  }
}

async function startRunOver(
  pgPool: ReturnType<typeof openJobSessions>,
  { log, onLockName, host }: HostJobsParts,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  let naming: Promise<void> | undefined;
  events.on('pool:create', ({ workerPool }) => {
    naming = onLockName(workerPool.id);
    // Each job waits for it, and fails with it.
    naming.catch(() => {});
  });

  const runner = await run({
    pgPool,
    logger: toLogger(log),
    noHandleSignals: true,
    // Else it reads a file `crontab` in the working folder.
    parsedCronItems: [],
    events,
    preset: {
      worker: {
        concurrentJobs: JOBS_AT_ONCE,
        pollInterval: POLL_MS,
        localQueue: { size: JOBS_AT_ONCE },
        // Without a delay, a connection that breaks while a job completes is a rejection that nobody can catch.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: {
      async [HOST_TASK](payload) {
        await naming;
        await host(String(payload));
      },
    },
  });
  // Under this run, others could not let its jobs go. Another run begins.
  naming?.catch(() => runner.stop().catch(() => {}));
  return runner;
}

/** Its words are for debugging: what an operator has to know, Parley says itself. */
function toLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    const isTrouble = level === 'error' || level === 'warning';
    log.debug({ level, isTrouble }, `fleet: graphile-worker: ${message}`);
  });
}
