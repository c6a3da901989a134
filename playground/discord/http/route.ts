import type { CommandBook } from '../command-book.ts';
import type { Interactions } from '../interactions.ts';
import type { DiscordLimits } from '../limits.ts';
import type { Attachment } from '../message.ts';
import type { World } from '../world.ts';

/** What every route works on. */
export interface RouteContext {
  readonly world: World;
  readonly interactions: Interactions;
  readonly commands: CommandBook;
  readonly gatewayUrl: string;
}

/** A request that was let through to its route. */
export interface RouteCall {
  /** The value of a `:name` in the route's path. */
  param(name: string): string;
  readonly query: URLSearchParams;
  /** Parsed JSON; of a multipart request its `payload_json`. */
  readonly body: unknown;
  readonly files: readonly Attachment[];
}

export interface RouteAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the version: `/channels/:channel/messages`. */
  readonly path: string;
  /** Whose rate it draws on; default `other`. Routes of one named rate share it, within the major parameter. */
  readonly rateName?: Extract<
    keyof DiscordLimits,
    'createMessage' | 'editMessage' | 'deleteMessage' | 'typing' | 'interactionWebhook'
  >;
  /** The secret is in the path: no bot token asked, no global limit. */
  readonly needsNoToken?: true;
  handle(site: RouteContext, call: RouteCall): RouteAnswer;
}

export const ok = (body: unknown): RouteAnswer => ({ status: 200, body });
export const noContent: RouteAnswer = { status: 204 };
