/**
 * `npm run bench` runs every bench, `npm run bench -- first-words` one.
 *
 * A bench is a file of this folder that plain `node` runs. It writes each figure as one line of JSON to standard output, a line for each
 * reference: {"bench":"first-words","metric":"first_words_ms_p99","load":200,"parley":12.3,"reference":4.5,"against":"relay"}. What else
 * it has to say goes to standard error. What it needs besides is in the folder of its name; peers to compare with are in `package.json`
 * here, so that nobody installs them who does not measure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const files = await readdir(import.meta.dirname);
const known = files
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench “${unknown.join('”, “')}”. There are: ${known.sort().join(', ')}.\n`,
  );
  process.exitCode = 1;
} else {
  // One after the other: they measure time.
  for (const name of asked.length > 0 ? asked : known.sort()) {
    const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
      stdio: 'inherit',
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) process.exitCode = 1;
  }
}
