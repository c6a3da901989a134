import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs scripts of package.json side by side, and writes the output of those that fail, as soon as they do.
 * Returns the names of those.
 */
export async function runChecks(
  root: string,
  scripts: readonly string[],
  write: (text: string) => void,
): Promise<readonly string[]> {
  const failures: string[] = [];
  await Promise.all(
    scripts.map(async (script) => {
      try {
        await promisify(exec)(`npm run --silent ${script}`, { cwd: root });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const { stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
        failures.push(script);
        write(`✖ npm run ${script}\n${stdout}${stderr}${stdout || stderr ? '' : error.message}\n`);
      }
    }),
  );
  return failures;
}
