import { parseJson } from '../wire/json.ts';
import { WireFault } from '../wire/wire-fault.ts';
import type { Challenge } from './read-challenge.ts';
import type { SandboxedCode, SandboxOutcome } from './run-sandboxed.ts';
import type { Variant } from './variants.ts';

/** What has to be run, somewhere safe. */
export function createChallengeCode(
  { code, input }: Challenge,
  { sentinel: [name, value] }: Variant,
): SandboxedCode {
  return { code: `(${code}\n)(${JSON.stringify(input)})`, globals: { [name]: value } };
}

/** The header that shows that a challenge was solved. A `WireFault`: it was none that can be. */
export function createChallengeToken(
  { ticket }: Challenge,
  outcome: SandboxOutcome,
  { rewriteAnswer: amend, encoding }: Variant,
): string {
  if ('problem' in outcome) throw new WireFault(`sent a challenge whose code ${outcome.problem}`);
  const answer = parseJson(outcome.json);
  if (!Array.isArray(answer) || answer.length !== 3)
    throw new WireFault('sent a challenge whose code gave no answer');
  const [number, seen, sentinel] = answer;
  const sent = amend ? amend([number, seen, sentinel]) : answer;
  return Buffer.from(JSON.stringify({ r: sent, t: ticket }), encoding).toString('base64');
}
