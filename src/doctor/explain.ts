import type { Finding } from '../contracts/finding.ts';
import type { ProviderErrorKind } from '../contracts/provider.ts';
import { BotError, PlatformError, type PlatformErrorKind, ProviderError } from '../errors.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** The white space between two sentences. */
const SENTENCE_BREAK = /(?<=[.!?])\s+(?=\p{Lu})/u;

/**
 * Explains the error of a failed check: its first sentence is the
 * result, and the others are the cure. `part` is the name of a platform
 * or provider; in capitals, it begins the names of its variables.
 */
export function explain(part: string, subject: string, error: unknown): Finding {
  if (!(error instanceof BotError)) {
    // An error of a library may contain anything, so the report shows only its name.
    const name = error instanceof Error ? error.name : 'an error';
    const cure = 'This should not happen: please report it.';
    return { state: 'bad', subject, result: `The check itself failed (${name}).`, cure };
  }

  const [result = '', ...advice] = error.message.split(SENTENCE_BREAK);
  const cure = advice.length > 0 ? advice.join(' ') : cureOf(part.toUpperCase(), error);
  return omitUndefined({ state: 'bad' as const, subject, result, cure });
}

function cureOf(variable: string, error: BotError): string | undefined {
  if (error instanceof ProviderError) return providerCures(variable)[error.kind];
  if (error instanceof PlatformError) return platformCures(variable)[error.kind];
  return undefined;
}

const OTHER_MODEL =
  'Name another model in DEFAULT_MODEL or parley.yaml, where the wrong one stands.';

/** The cures for errors whose messages name none. */
function providerCures(variable: string): Readonly<Partial<Record<ProviderErrorKind, string>>> {
  const slow = `Try again: a local model may have been loading. If it stays slow, check its load, ${variable}_BASE_URL and ${variable}_PROXY.`;
  const later = `Try again in a minute. If it stays, look at the status page of ${variable}, or at the log of its server.`;
  const proxy = `Check its server, ${variable}_PROXY and HTTPS_PROXY: something in between may cut answers off.`;
  return {
    permission: `Give the key in ${variable}_API_KEY the right to use this model, or name another model in DEFAULT_MODEL or parley.yaml.`,
    bad_request: `Name a chat model in DEFAULT_MODEL or parley.yaml, and check ${variable}_HEADERS and ${variable}_BASE_URL.`,
    not_found: OTHER_MODEL,
    rate_limit: `Try again in a minute, or add keys in ${variable}_API_KEYS.`,
    content_filter: OTHER_MODEL,
    context_length: OTHER_MODEL,
    too_large: OTHER_MODEL,
    overloaded: later,
    server: later,
    timeout_first: slow,
    timeout_idle: slow,
    timeout_total: slow,
    truncated: proxy,
    empty: OTHER_MODEL,
  };
}

function platformCures(variable: string): Readonly<Partial<Record<PlatformErrorKind, string>>> {
  const network = `Check the network, HTTPS_PROXY and ${variable}_API_URL.`;
  return {
    network,
    server: 'Try again in a minute. Parley itself keeps trying until it works.',
    rate_limit: 'Try again in a minute.',
    gone: `Check ${variable}_API_URL: the server there does not answer as the network does.`,
    forbidden: `Check ${variable}_TOKEN and ${variable}_API_URL.`,
    invalid: `Check ${variable}_API_URL: the server there does not answer as the network does.`,
    canceled: network,
  };
}
