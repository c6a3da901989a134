import type { Address } from './address.ts';
import type { Finding } from './finding.ts';
import type { Inbox } from './inbox.ts';
import type { ReplyStyle, ReplySurface } from './reply-surface.ts';

/**
 * One chat network: turns its events into Parley's, and puts replies. Knows no provider.
 *
 * An adapter that fails to start rejects with a `ConfigError` (a person must change something: the message names the
 * cure) or a `PlatformError`; the other platforms go on.
 */
export interface Platform {
  readonly name: string;
  /** Resolves when connected. Events are handed to `inbox` until `stop`. */
  start(inbox: Inbox): Promise<void>;
  /**
   * Asks the network who the bot is and what it may do, without connecting: one that runs is not disturbed. Rejects as `start` does. May
   * be left out.
   */
  check?(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Takes no more events, then disconnects. Surfaces may still be used until it resolves. */
  stop(): Promise<void>;
  /** Also from an address that was stored before a restart. `style`: of an answer; what else is said has plain looks. */
  surface(address: Address, style?: ReplyStyle): ReplySurface;
  /** The bytes of an attachment. */
  fetch(ref: string, signal: AbortSignal): Promise<Uint8Array>;
}
