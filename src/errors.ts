import type { ProviderErrorKind } from './contracts/provider.ts';

/**
 * The base of all errors that Parley throws on purpose. A message says what failed, what was
 * requested and how to cure it. It contains no token, no key and no text of a chat message.
 */
export class BotError extends Error {
  override name = 'BotError';
}

/** A person must change the configuration. The message says what to change. */
export class ConfigError extends BotError {
  override name = 'ConfigError';
}

/** No more of something is kept, because memory is bounded. The message says what the limit is, and the cure. */
export class LimitError extends BotError {
  override name = 'LimitError';
}

/**
 * The reason why a store failed. `full`: its disk has no room. `damaged`: its file, or this part of it,
 * cannot be read. `unreachable`: its server gave no answer for a while; what was asked of it may have been
 * done. `unavailable`: anything else, such as a lock or a broken disk.
 */
export type StoreErrorKind = 'full' | 'damaged' | 'unreachable' | 'unavailable';

/** The store could not read or write. The store itself logs what is wrong with it. */
export class StoreError extends BotError {
  override name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(message: string, { kind, ...options }: ErrorOptions & { kind: StoreErrorKind }) {
    super(message, options);
    this.kind = kind;
  }
}

/** The fields of a `ProviderError`. */
interface ProviderErrorOptions extends ErrorOptions {
  readonly kind: ProviderErrorKind;
  readonly provider: string;
  readonly status?: number;
  /** The time that the back end asks to wait. */
  readonly retryAfterMs?: number;
  /** Of a refused prompt: the tokens that it may have at most, where the back end says it. */
  readonly tokenLimit?: number;
  /** Of a refused prompt: the tokens that the back end counted in it, where it says so. */
  readonly requestTokens?: number;
}

/** The back end of a provider failed, or Parley gave up on it. */
export class ProviderError extends BotError {
  override name = 'ProviderError';
  readonly kind: ProviderErrorKind;
  readonly provider: string;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly tokenLimit: number | undefined;
  readonly requestTokens: number | undefined;

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, options);
    this.kind = options.kind;
    this.provider = options.provider;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.tokenLimit = options.tokenLimit;
    this.requestTokens = options.requestTokens;
  }
}

/**
 * The reasons why a chat network did not do what Parley asked:
 * - `rate_limit`: write nothing in this scope for `retryAfterMs`
 * - `network`, `server`: a retry may work; the failed write may have arrived
 * - `gone`: the message or the channel was deleted
 * - `forbidden`: the bot is not allowed to write there
 * - `invalid`: the network always refuses this write
 * - `unsupported`: the network refuses this look; the surface has a `plainSurface`
 * - `canceled`: the caller's signal aborted
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

/** The fields of a `PlatformError`. */
export interface PlatformErrorOptions extends ErrorOptions {
  readonly kind: PlatformErrorKind;
  readonly platform: string;
  readonly retryAfterMs?: number;
  /** A `rate_limit` holds for the whole bot. */
  readonly isGlobal?: boolean;
  /** An `invalid` page was too long. A shorter one may pass. */
  readonly isTooLong?: boolean;
}

/** A chat network refused a call, or did not answer it. */
export class PlatformError extends BotError {
  override name = 'PlatformError';
  readonly kind: PlatformErrorKind;
  readonly platform: string;
  readonly retryAfterMs: number | undefined;
  readonly isGlobal: boolean;
  readonly isTooLong: boolean;

  constructor(message: string, options: PlatformErrorOptions) {
    super(message, options);
    this.kind = options.kind;
    this.platform = options.platform;
    this.retryAfterMs = options.retryAfterMs;
    this.isGlobal = options.isGlobal ?? false;
    this.isTooLong = options.isTooLong ?? false;
  }
}
