// Runs as a thread, see `find-damage.ts`: checks the file, and sends what is wrong with it.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** The first problems say enough. */
const MAX_PROBLEMS = 3;

function findProblems(path: string): readonly string[] {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare(`PRAGMA quick_check(${MAX_PROBLEMS})`).all();
    database.close();
    return rows.map((row) => String(Object.values(row)[0])).filter((problem) => problem !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

parentPort?.postMessage(findProblems(workerData.path));
