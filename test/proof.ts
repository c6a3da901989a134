/**
 * The full counts of what the tests only sample: every prefix of every document, hundreds of kills.
 *
 * `npm run proof` runs all of them, `npm run proof -- turns` one. A proof is a file `test/proofs/NAME.ts` that exports `proof()`: it
 * prints what it counted, and throws when a case does not hold.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

const folder = join(import.meta.dirname, 'proofs');
const files = await readdir(folder).catch(() => []);
const known = files
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const asked = process.argv.slice(2);

const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no proof “${unknown.join('”, “')}”. There are: ${known.sort().join(', ')}.\n`,
  );
  process.exitCode = 1;
} else {
  for (const name of asked.length > 0 ? asked : known.sort()) await prove(name);
}

async function prove(name: string): Promise<void> {
  process.stdout.write(`▶ ${name}\n`);
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  try {
    const { proof } = await import(join(folder, `${name}.ts`));
    await proof();
    process.stdout.write(`✔ ${name} (${seconds()})\n`);
  } catch (error) {
    process.stdout.write(`✖ ${name} (${seconds()})\n${inspect(error)}\n`);
    process.exitCode = 1;
  }
}
