import type { Finding } from '../contracts/finding.ts';
import type { Prompts } from './prompts.ts';
import { concernsStart, describeFinding } from './start-report/describe-finding.ts';

/** Shows what a check found. Gives `false` where something does not work. */
export function showFindings(prompts: Prompts, findings: readonly Finding[]): boolean {
  for (const finding of findings.filter(concernsStart))
    prompts.tell(describeFinding(finding), finding.state === 'good' ? 'good' : 'problem');
  return findings.every(({ state }) => state !== 'bad');
}
