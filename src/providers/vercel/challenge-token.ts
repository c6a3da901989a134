import { parseJson } from '../wire/json.ts';
import { WireFault } from '../wire/wire-fault.ts';
import type { Challenge } from './read-challenge.ts';
import type { SandboxedCode, SandboxOutcome } from './run-sandboxed.ts';
import type { Variant } from './variants.ts';

/** The JavaScript that solves a challenge, with the global variable that it looks for. */
export function createChallengeCode(
  { code, input }: Challenge,
  { sentinel: [name, value] }: Variant,
): SandboxedCode {
  return { code: `(${code}\n)(${JSON.stringify(input)})`, globals: { [name]: value } };
}

/**
 * The token that shows the server that its challenge was solved. It goes into a header.
 *
 * @throws A `WireFault` when the code of the challenge gave no answer.
 */
export function createChallengeToken(
  { ticket }: Challenge,
  outcome: SandboxOutcome,
  { rewriteAnswer, encoding }: Variant,
): string {
  if ('problem' in outcome) throw new WireFault(`sent a challenge whose code ${outcome.problem}`);

  const answer = parseJson(outcome.json);
  if (!Array.isArray(answer) || answer.length !== 3) {
    throw new WireFault('sent a challenge whose code gave no answer');
  }

  const [number, surroundings, sentinel] = answer;
  const sentAnswer = rewriteAnswer ? rewriteAnswer([number, surroundings, sentinel]) : answer;
  return Buffer.from(JSON.stringify({ r: sentAnswer, t: ticket }), encoding).toString('base64');
}
