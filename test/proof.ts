/**
 * Runs the proofs: the full counts of properties that the tests sample, such as every prefix of every document or hundreds of kills.
 *
 * `npm run proof` runs all of them, `npm run proof -- turns` one. A proof is a file `test/proofs/NAME.ts` with two exports: `proof()`
 * prints its counts and throws when a case does not hold; `usualMinutes` is its duration on 2 cores.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { usually } from './helpers/usual-duration.ts';

interface Proof {
  readonly usualMinutes: number;
  proof(): Promise<void>;
}

const folder = join(import.meta.dirname, 'proofs');
const files = await readdir(folder).catch(() => []);
const allNames = files
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !allNames.includes(name));

if (unknown.length > 0) {
  process.stderr.write(
    `There is no proof “${unknown.join('”, “')}”. The proofs are: ${allNames.join(', ')}.\n`,
  );
  process.exitCode = 1;
} else {
  await proveAll(requested.length > 0 ? requested : allNames);
}

async function proveAll(names: readonly string[]): Promise<void> {
  const proofs = new Map<string, Proof>();
  for (const name of names) proofs.set(name, await import(join(folder, `${name}.ts`)));

  const minutes = [...proofs.values()].reduce((sum, { usualMinutes }) => sum + usualMinutes, 0);
  process.stdout.write(`Proves ${names.join(', ')}; ${usually(minutes * 60)}.\n`);
  for (const [name, { proof }] of proofs) await prove(name, proof);
}

async function prove(name: string, proof: Proof['proof']): Promise<void> {
  process.stdout.write(`▶ ${name}\n`);
  const startedAt = performance.now();
  const duration = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  try {
    await proof();
    process.stdout.write(`✔ ${name} (${duration()})\n`);
  } catch (error) {
    process.stdout.write(`✖ ${name} (${duration()})\n${inspect(error)}\n`);
    process.exitCode = 1;
  }
}
