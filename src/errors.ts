import type { ProviderErrorKind } from './contracts/provider.ts';

/** Everything Parley throws on purpose. Messages say who failed, what was asked and how to cure it; they hold no token, key or message text. */
export class BotError extends Error {
  override name = 'BotError';
}

/** A person has to change the configuration; the message says what. */
export class ConfigError extends BotError {
  override name = 'ConfigError';
}

export type { ProviderErrorKind } from './contracts/provider.ts';

export interface ProviderErrorOptions extends ErrorOptions {
  readonly kind: ProviderErrorKind;
  readonly provider: string;
  readonly status?: number;
  /** How long the back end asks to wait. */
  readonly retryAfterMs?: number;
}

/** A back end failed. */
export class ProviderError extends BotError {
  override name = 'ProviderError';
  readonly kind: ProviderErrorKind;
  readonly provider: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, options);
    this.kind = options.kind;
    this.provider = options.provider;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * - `rate_limit`: wait `retryAfterMs`, and write nothing in this scope meanwhile
 * - `network`, `server`: may pass; the write may or may not have arrived
 * - `gone`: the message or the channel was deleted
 * - `forbidden`: the bot may not write there
 * - `invalid`: refused as it is; the same write will always be refused
 * - `unsupported`: refused in these looks; the surface has a `plainer` one
 * - `canceled`: the caller's signal
 */
export type PlatformErrorKind =
  | 'rate_limit'
  | 'network'
  | 'server'
  | 'gone'
  | 'forbidden'
  | 'invalid'
  | 'unsupported'
  | 'canceled';

export interface PlatformErrorOptions extends ErrorOptions {
  readonly kind: PlatformErrorKind;
  readonly platform: string;
  readonly retryAfterMs?: number;
}

/** A chat network refused or did not answer. */
export class PlatformError extends BotError {
  override name = 'PlatformError';
  readonly kind: PlatformErrorKind;
  readonly platform: string;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: PlatformErrorOptions) {
    super(message, options);
    this.kind = options.kind;
    this.platform = options.platform;
    this.retryAfterMs = options.retryAfterMs;
  }
}
