import type { CommandBook } from '../command-book.ts';
import type { Sharding } from '../gateway/sharding.ts';
import type { Interactions } from '../interactions.ts';
import type { DiscordLimits } from '../limits.ts';
import type { Attachment } from '../message.ts';
import type { World } from '../world.ts';

/** The index of the messages of servers. */
export interface SearchIndex {
  /** The number of searches that are still answered with 202, because the index is being built. */
  unindexedAnswers: number;
  retryAfterSeconds: number;
}

/** The parts of the local Discord that routes work on. */
export interface RouteContext {
  readonly world: World;
  readonly interactions: Interactions;
  readonly commands: CommandBook;
  readonly gatewayUrl: string;
  readonly sharding: Sharding;
  readonly search: SearchIndex;
}

/** A request, as its route handles it. */
export interface RouteCall {
  /** The value of a `:name` in the route's path. */
  param(name: string): string;
  readonly query: URLSearchParams;
  /** The parsed JSON; for a multipart request its `payload_json`. */
  readonly body: unknown;
  readonly files: readonly Attachment[];
}

/** The answer of a route. */
export interface RouteAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** One endpoint of the REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path below the API version: `/channels/:channel/messages`. */
  readonly path: string;
  /**
   * The limit that it counts against; default `other`. Routes with the same name share one, per
   * major parameter.
   */
  readonly rateName?: Extract<
    keyof DiscordLimits,
    'createMessage' | 'editMessage' | 'deleteMessage' | 'typing' | 'reaction' | 'interactionWebhook'
  >;
  /**
   * Set if the path holds the secret: the request needs no bot token, and counts against no global
   * limit.
   */
  readonly needsNoToken?: true;
  handle(context: RouteContext, call: RouteCall): RouteAnswer;
}

/** An answer of status 200. */
export const ok = (body: unknown): RouteAnswer => ({ status: 200, body });
/** An answer of status 204. */
export const noContent: RouteAnswer = { status: 204 };
