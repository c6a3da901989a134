import { badRequest } from '../api-error.ts';
import { type Chat, isGroup } from '../chat.ts';
import type { MultipartPart } from '../http/multipart.ts';
import type { Params } from '../params.ts';
import type { CallKind } from '../rate-limits.ts';
import type { World } from '../world.ts';

/** A call of a method, as the method handles it. */
export interface MethodCall {
  readonly world: World;
  readonly params: Params;
  readonly files: ReadonlyMap<string, MultipartPart>;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
}

/**
 * A method of the Bot API. It returns the `result` of the answer, or throws an `ApiError` as a
 * refusal.
 */
export type Method = (call: MethodCall) => unknown;

/**
 * Finds a chat by its id. No chat here has a public name.
 *
 * @throws An `ApiError` when there is no such chat.
 */
export function findChat(world: World, id: unknown): Chat {
  const text = String(id ?? '').trim();
  if (text === '') throw badRequest('chat_id is empty');
  const chat = /^-?\d+$/.test(text) ? world.chats.get(Number(text)) : undefined;
  if (!chat) throw badRequest('chat not found');
  return chat;
}

/** Finds the chat that a call names. */
export function findCallChat({ world, params }: MethodCall): Chat {
  return findChat(world, params.get('chat_id'));
}

/**
 * Finds the chat that a call names, and counts the call against its limits. Methods do this before
 * they check the call, so that refused calls count too.
 */
export function spendOnChat(call: MethodCall, kind: CallKind): Chat {
  const chat = findCallChat(call);
  call.world.rateLimits.spend(kind, { id: chat.id, isGroup: isGroup(chat) });
  return chat;
}
