import type { Finding } from '../contracts/finding.ts';
import {
  BotError,
  PlatformError,
  type PlatformErrorKind,
  ProviderError,
  type ProviderErrorKind,
} from '../errors.ts';

/** Where a sentence ends and the next one begins. */
const NEXT_SENTENCE = /(?<=[.!?])\s+(?=\p{Lu})/u;

/** What a failed check means. `part` is the platform or the provider, which begins the names of its variables. */
export function explain(part: string, subject: string, error: unknown): Finding {
  if (!(error instanceof BotError)) {
    // What libraries write into theirs may hold anything.
    const name = error instanceof Error ? error.name : 'an error';
    const cure = 'This should not happen: please report it.';
    return { state: 'bad', subject, result: `The check itself failed (${name}).`, cure };
  }
  const [found = '', ...told] = error.message.split(NEXT_SENTENCE);
  const cure = told.length > 0 ? told.join(' ') : cureOf(part.toUpperCase(), error);
  return { state: 'bad', subject, result: found, ...(cure !== undefined && { cure }) };
}

function cureOf(variable: string, error: BotError): string | undefined {
  if (error instanceof ProviderError) return providerCures(variable)[error.kind];
  if (error instanceof PlatformError) return platformCures(variable)[error.kind];
  return undefined;
}

/** For kinds whose messages name none. */
function providerCures(variable: string): Readonly<Partial<Record<ProviderErrorKind, string>>> {
  const slow = `Try again: a local model may have been loading. Else look at its load, at ${variable}_BASE_URL and at ${variable}_PROXY.`;
  const later = `Try again in a minute. If it stays, look at the status page of ${variable}, or at its server's log.`;
  const proxy = `Look at its server, at ${variable}_PROXY and at HTTPS_PROXY: something between may cut answers off.`;
  return {
    permission: `Give the key in ${variable}_API_KEY the right to use this model, or name another one in DEFAULT_MODEL.`,
    bad_request: `Name a chat model in DEFAULT_MODEL, and look at ${variable}_HEADERS and ${variable}_BASE_URL.`,
    rate_limit: `Try again in a minute, or add keys in ${variable}_API_KEYS.`,
    content_filter: 'Name another model in DEFAULT_MODEL.',
    context_length: 'Name another model in DEFAULT_MODEL.',
    too_large: 'Name another model in DEFAULT_MODEL.',
    overloaded: later,
    server: later,
    timeout_first: slow,
    timeout_idle: slow,
    timeout_total: slow,
    truncated: proxy,
    empty: 'Name another model in DEFAULT_MODEL.',
  };
}

function platformCures(variable: string): Readonly<Partial<Record<PlatformErrorKind, string>>> {
  const network = `Look at the network, at HTTPS_PROXY and at ${variable}_API_URL.`;
  return {
    network,
    server: 'Try again in a minute. Parley itself goes on trying until it works.',
    rate_limit: 'Try again in a minute.',
    gone: `Look at ${variable}_API_URL: nothing answers there as it should.`,
    forbidden: `Look at ${variable}_TOKEN and at ${variable}_API_URL.`,
    invalid: `Look at ${variable}_API_URL: nothing answers there as it should.`,
    canceled: network,
  };
}
