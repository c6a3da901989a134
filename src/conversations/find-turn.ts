import type { Channel } from '../contracts/chat-message.ts';
import type { FoundTurn, TurnSelector } from '../contracts/conversations.ts';
import type { Turn } from '../contracts/turns.ts';
import { homeKey, turnId, turnKey } from './keys.ts';
import { hasStarted } from './open-turns.ts';
import { readBackwards } from './read-history.ts';
import type { SharedState } from './shared-state.ts';

/** People ask about messages that they can still see. Older turns are not worth the reads. */
const MAX_SEARCHED_TURNS = 300;

/** As `Conversations.find`. */
export async function findTurn(
  shared: SharedState,
  channel: Channel,
  selector: TurnSelector,
): Promise<FoundTurn | undefined> {
  const home = await homeOf(shared, channel, selector);
  return findTurnIn(shared, home ?? (await shared.conversationOf(channel)), selector);
}

/** Reads the conversation of a message whose turn is not in the conversation of its channel. */
async function homeOf(
  { store, records }: SharedState,
  channel: Channel,
  { messageId }: TurnSelector,
): Promise<string | undefined> {
  if (messageId === undefined) return undefined;
  const key = homeKey(channel, messageId);
  return records.channelMove(await store.get(key), key)?.conversation;
}

async function findTurnIn(
  shared: SharedState,
  conversation: string,
  selector: TurnSelector,
): Promise<FoundTurn | undefined> {
  const queue = shared.open.of(conversation);
  const selectsNewest = selector.messageId === undefined && selector.sequence === undefined;
  const index = selectsNewest ? -1 : queue.findIndex((turn) => isSelected(turn, selector));
  const turn = queue[index] ?? (await findStoredTurn(shared, conversation, selector));
  return turn && { turn, turnsAhead: Math.max(0, index) };
}

async function findStoredTurn(
  shared: SharedState,
  conversation: string,
  selector: TurnSelector,
): Promise<Turn | undefined> {
  const { store, records, readHead } = shared;
  if (selector.sequence !== undefined) {
    const key = turnKey(turnId(conversation, selector.sequence));
    const turn = records.turn(await store.get(key), key);
    return turn && isSelected(turn, selector) ? turn : undefined;
  }

  const head = await readHead(conversation);
  const isMatch = (turn: Turn) =>
    selector.messageId === undefined
      ? turn.epoch === head.epoch && hasAnswer(turn)
      : isSelected(turn, selector);

  let searched = 0;
  for await (const turn of readBackwards(shared, conversation, head.sequence)) {
    if (isMatch(turn)) return turn;
    searched += 1;
    if (searched >= MAX_SEARCHED_TURNS) return undefined;
  }
  return undefined;
}

function isSelected(turn: Turn, { sequence, messageId }: TurnSelector): boolean {
  if (sequence !== undefined && sequence !== turn.sequence) return false;
  if (messageId === undefined) return true;
  // A person may press a button before the network has told Parley the id of its message.
  if (sequence !== undefined && turn.creating) return true;

  const isQuestion = turn.inputs.some(({ id }) => id === messageId);
  return isQuestion || turn.answerMessages.some((message) => message.messageId === messageId);
}

/** Tells whether people see an answer, or it grows. A turn that was stopped or deleted while it waited has none. */
function hasAnswer(turn: Turn): boolean {
  // No model was asked for a turn that was stopped while it waited.
  const isAsked = turn.versions.some(({ model, end }) => model !== '' || end !== 'stopped');
  const isOpen = turn.state === 'waiting' || turn.state === 'running';
  const isGrowing = isOpen && hasStarted(turn) && !turn.isStopped && turn.inputs.length > 0;
  return isAsked || isGrowing;
}
