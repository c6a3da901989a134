import type { NewTurn, Turn } from '../contracts/turns.ts';
import { hasStarted, isUnseenRun } from './open-turns.ts';

/** The rules of a conversation for messages that join a turn. */
interface JoinRules {
  readonly epoch: number;
  readonly inputLimit: number;
  /** Tells whether the run of a turn still takes more. */
  mayJoin(started: Turn): boolean;
}

/**
 * Finds the turn that a message joins: the author's newest turn, if people see nothing of its answer yet. A
 * turn that only waits must be the newest of all turns, or hold the rest of the message's album. Never gives
 * a turn of an earlier epoch, a stopped turn, or a turn that is answered again.
 */
export function findJoinable(
  queue: readonly Turn[],
  { message, isSeparate = false }: Pick<NewTurn, 'message' | 'isSeparate'>,
  { epoch, inputLimit, mayJoin }: JoinRules,
): Turn | undefined {
  if (isSeparate) return undefined;

  const isOwn = ({ inputs }: Turn) => inputs[0]?.author.id === message.author.id;
  // The answer to an interaction is for that interaction alone.
  const hasRoom = ({ inputs, address }: Turn) =>
    inputs.length > 0 && inputs.length < inputLimit && !address.interaction;
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
    started?.epoch === epoch && isUnseenRun(started) && hasRoom(started) && mayJoin(started);
  return isJoinable ? started : undefined;
}
