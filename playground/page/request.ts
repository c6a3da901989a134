import type { Room, ShownMessage } from '../local-network.ts';
import type { SaidExtra } from '../said-message.ts';
import type { Choice, NetworkName } from '../web/protocol.ts';
import type { UploadedFile } from './upload-file.ts';

/** Longer than any network makes its client wait. */
const TIMEOUT_MS = 15_000;

/** The bodies of the actions. */
interface Requests {
  say: {
    roomId: string;
    authorId: string;
    text: string;
    replyTo?: string;
    replyToRoomId?: string;
    quote?: string;
    files?: readonly UploadedFile[];
    extra?: SaidExtra;
  };
  forward: {
    roomId: string;
    authorId: string;
    messageId: string;
    toRoomId: string;
    text?: string;
  };
  react: {
    roomId: string;
    authorId: string;
    messageId: string;
    emoji: string;
    isRemoved: boolean;
  };
  'open-thread': {
    roomId: string;
    authorId: string;
    name: string;
    messageId?: string;
    text?: string;
    files?: readonly UploadedFile[];
  };
  edit: { roomId: string; messageId: string; text: string };
  remove: { roomId: string; messageId: string };
  run: {
    roomId: string;
    authorId: string;
    name: string;
    options?: Readonly<Record<string, string>>;
    targetId?: string;
  };
  complete: { roomId: string; authorId: string; name: string; option: string; typed: string };
  press: {
    roomId: string;
    authorId: string;
    messageId: string;
    buttonId: string;
    values?: readonly string[];
  };
  submitForm: { authorId: string; values: Readonly<Record<string, string>> };
  closeForm: { authorId: string };
}

/** The answers of the actions. */
interface Answers extends Record<keyof Requests, unknown> {
  say: ShownMessage;
  complete: readonly Choice[];
  'open-thread': Room;
}

/** Runs an action on a network. Rejects with the sentence to show. */
export async function request<Action extends keyof Requests>(
  network: NetworkName,
  action: Action,
  body: Requests[Action],
): Promise<Answers[Action]> {
  const response = await fetch(`/api/${network}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
