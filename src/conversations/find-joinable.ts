import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Turn } from '../contracts/turns.ts';
import { hasStarted } from './open-turns.ts';

/** The rules of a conversation for messages that join a turn. */
interface JoinRules {
  readonly epoch: number;
  readonly inputLimit: number;
  /** Tells whether the run of a turn still takes more. */
  mayJoin(started: Turn): boolean;
}

/**
 * The turn that a message joins: the author's newest turn, if people see nothing of its answer yet. A
 * turn that only waits must be the newest of all turns, or hold the rest of the message's album. Never
 * a turn of an earlier epoch, a stopped one, or one that is answered again.
 */
export function findJoinable(
  queue: readonly Turn[],
  message: ChatMessage,
  { epoch, inputLimit, mayJoin }: JoinRules,
): Turn | undefined {
  const isOwn = ({ inputs }: Turn) => inputs[0]?.author.id === message.author.id;
  const hasRoom = ({ inputs }: Turn) => inputs.length > 0 && inputs.length < inputLimit;
  const hasAlbum = ({ inputs }: Turn) =>
    message.albumId !== undefined && inputs.some(({ albumId }) => albumId === message.albumId);

  const waiting = queue.filter(
    (turn) => turn.epoch === epoch && !turn.rerun && !hasStarted(turn) && hasRoom(turn),
  );
  const newest = waiting.at(-1);
  const found = waiting.find((turn) => isOwn(turn) && (hasAlbum(turn) || turn === newest));
  if (found) return found;

  const started = queue.findLast(isOwn);
  const isJoinable =
    started?.epoch === epoch && isUnseen(started) && hasRoom(started) && mayJoin(started);
  return isJoinable ? started : undefined;
}

/** Tells whether a turn has started, and people see nothing of it. */
function isUnseen(turn: Turn): boolean {
  const { rerun, isStopped, creating, answerMessages } = turn;
  if (rerun || isStopped || creating) return false;
  return hasStarted(turn) && answerMessages.length === 0;
}
