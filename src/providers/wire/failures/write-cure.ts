import type { ProviderErrorKind } from '../../../contracts/provider.ts';
import { findBillingPage } from './billing-pages.ts';
import type { RefusalRule } from './refusal-rule.ts';

/** A sentence for each kind of failure that says what a person can do about it. */
export type Cures = Partial<Record<ProviderErrorKind, string>>;

/** The facts that a cure depends on. */
interface CureContext {
  readonly kind: ProviderErrorKind;
  /** The beginning of the provider's environment variables. */
  readonly variable: string;
  /** The host of the request. */
  readonly host: string;
  readonly keyName?: string | undefined;
  /** The cures of a provider that differ from the usual ones. */
  readonly cures?: Cures | undefined;
  /** A cure that fits better than that of the kind. */
  readonly special?: RefusalRule['cure'] | undefined;
}

/** Writes what a person can do about a failure. `undefined`: the kind says enough. */
export function writeCure(context: CureContext): string | undefined {
  const { kind, variable, host, keyName, cures, special } = context;

  if (special === 'region') {
    return `It does not serve the country of this machine: name a proxy elsewhere in ${variable}_PROXY, or use another service.`;
  }
  if (special === 'privacy') {
    return 'The settings of its account exclude every service with this model: see https://openrouter.ai/settings/privacy.';
  }
  if (special === 'https') return `Begin ${variable}_BASE_URL with https://.`;

  const billingPage = findBillingPage(host);
  const usualCures: Cures = {
    auth: keyName ? 'Check that key.' : `Check ${variable}_API_KEY.`,
    payment: billingPage
      ? `Check the credit of its account at ${billingPage}.`
      : 'Check the credit of its account.',
    not_found: `Check the name of the model, and ${variable}_BASE_URL.`,
    connect: `Check ${variable}_BASE_URL, and that it runs.`,
    protocol: `Check ${variable}_BASE_URL.`,
  };
  return cures?.[kind] ?? usualCures[kind];
}
