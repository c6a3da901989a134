/**
 * Runs the benches: `npm run bench` all of them, `npm run bench -- first-words` one. Numbers after a
 * name are arguments of the bench: `npm run bench -- load 100`.
 *
 * A bench is a file of this folder that plain `node` runs, with a line in `USUAL_MINUTES`. It writes
 * one line of JSON to standard output for each figure and each reference, and everything else to
 * standard error. Such a line is
 * {"bench":"first-words","metric":"first_words_ms_p99","load":200,"parley":12.3,"reference":4.5,"against":"relay"}
 *
 * The other files of a bench are in the folder of its name, and what several benches use is in
 * `shared`. The peers to compare with are in `package.json` here, so only people who measure install
 * them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { usually } from '../test/helpers/usual-duration.ts';

/** The usual duration of each bench on 2 cores. */
const USUAL_MINUTES: Readonly<Record<string, number>> = {
  decode: 0.5,
  'first-words': 4,
  fleet: 6,
  history: 1,
  load: 10,
  pace: 0.3,
  render: 8,
  router: 4,
  usage: 1,
};

const files = await readdir(import.meta.dirname);
const allNames = files
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const isNumber = (argument: string) => /^\d+$/.test(argument);
const requested = process.argv.slice(2).filter((argument) => !isNumber(argument));
const numbers = process.argv.slice(2).filter(isNumber);
const unknown = requested.filter((name) => !allNames.includes(name));

if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench “${unknown.join('”, “')}”. The benches are: ${allNames.join(', ')}.\n`,
  );
  process.exitCode = 1;
} else {
  await measureAll(requested.length > 0 ? requested : allNames);
}

/** Runs the benches one after the other, because they measure time. */
async function measureAll(names: readonly string[]): Promise<void> {
  const minutes = names.reduce((sum, name) => sum + (USUAL_MINUTES[name] ?? 0), 0);
  process.stderr.write(`Measures ${names.join(', ')}; ${usually(minutes * 60)}.\n`);
  for (const name of names) {
    const file = join(import.meta.dirname, `${name}.ts`);
    const child = spawn(process.execPath, [file, ...numbers], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    if (code !== 0) process.exitCode = 1;
  }
}
