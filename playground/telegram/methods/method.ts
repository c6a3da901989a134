import { badRequest } from '../api-error.ts';
import { type Chat, isGroup } from '../chat.ts';
import type { FilePart } from '../http/multipart.ts';
import type { Params } from '../params.ts';
import type { CallKind } from '../rate-limits.ts';
import type { World } from '../world.ts';

export interface MethodCall {
  readonly world: World;
  readonly params: Params;
  readonly files: ReadonlyMap<string, FilePart>;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
}

/** What it returns is the `result` of the answer; what it throws as an `ApiError` is the refusal. */
export type Method = (call: MethodCall) => unknown;

/** By chat id. No chat here has a public name. */
export function findChat(world: World, id: unknown): Chat {
  const text = String(id ?? '').trim();
  if (text === '') throw badRequest('chat_id is empty');
  const chat = /^-?\d+$/.test(text) ? world.chats.get(Number(text)) : undefined;
  if (!chat) throw badRequest('chat not found');
  return chat;
}

export function findCallChat({ world, params }: MethodCall): Chat {
  return findChat(world, params.get('chat_id'));
}

/** Finds the chat, and counts the call against its limits: before the call is looked at, so that refused ones count too. */
export function spendOnChat(call: MethodCall, spending: CallKind): Chat {
  const chat = findCallChat(call);
  call.world.rateLimits.spend(spending, { id: chat.id, isGroup: isGroup(chat) });
  return chat;
}
