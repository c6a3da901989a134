import type { ProviderErrorKind } from '../../../contracts/provider.ts';
import { CERTAIN_CODES } from './certain-codes.ts';
import { kindByStatus } from './kind-by-status.ts';
import type { QuoteCheck } from './quote-check.ts';
import type { ErrorBody } from './read-error-body.ts';
import type { RefusalRule } from './refusal-rule.ts';
import { VAGUE_CODES } from './vague-codes.ts';
import { CERTAIN_WORDINGS, WORDINGS } from './wordings.ts';

/** The meaning of a refusal. */
export interface RefusalKind {
  readonly kind: ProviderErrorKind;
  /** The code to show: the one that decided, or the first one. */
  readonly code?: string | undefined;
  readonly cure?: RefusalRule['cure'];
}

/** From the most telling evidence to the least. The first rule that fits counts. */
const TELLING_RULES = [...CERTAIN_WORDINGS, ...CERTAIN_CODES, ...WORDINGS];

/**
 * Finds the meaning of a refusal: from certain wordings and codes, then from other wordings, then
 * from codes that vendors use for several things, and last from the status.
 *
 * @param quotes Finds the words of the request. They are evidence only where the back end's sentence
 * begins with them.
 */
export function findRefusalKind(
  body: ErrorBody,
  status: number | undefined,
  quotes: QuoteCheck,
): RefusalKind {
  const vague = VAGUE_CODES.find(
    (rule) => findCode(rule, body) !== undefined && !isVaguerThan(status, rule),
  );
  const likelyKind = vague?.kind ?? kindByStatus(status);

  const telling = TELLING_RULES.find(
    (rule) =>
      (rule.among?.includes(likelyKind) ?? true) &&
      (findCode(rule, body) !== undefined || hasWords(rule, body, quotes)),
  );
  const rule = telling ?? vague;
  const code = (rule && findCode(rule, body)) ?? body.codes[0];

  // A web page comes from a proxy in between, and says nothing about the key.
  if (!telling && body.isWebPage && likelyKind === 'permission') return { kind: 'protocol' };
  return { kind: rule?.kind ?? likelyKind, code, cure: rule?.cure };
}

/** Gateways call any error an `api_error`, also one whose status says more. */
function isVaguerThan(status: number | undefined, { kind }: RefusalRule): boolean {
  return kind === 'server' && !['server', 'bad_request', 'protocol'].includes(kindByStatus(status));
}

/** `Throttling.RateQuota` is a code of `throttling` too. */
function findCode({ codes = [] }: RefusalRule, body: ErrorBody): string | undefined {
  return body.codes.find(
    (code) => codes.includes(code) || codes.includes(code.split('.')[0] ?? code),
  );
}

function hasWords({ words }: RefusalRule, { messages }: ErrorBody, quotes: QuoteCheck): boolean {
  if (!words) return false;

  return messages.some((message) => {
    const found = words.exec(message);
    return found !== null && (found.index === 0 || !quotes.isPart(found[0]));
  });
}
