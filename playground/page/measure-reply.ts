import type { ShownMessage } from '../local-network.ts';

export interface ReplyTimes {
  readonly edits: number;
  /** From the question to the first words, and to the last change so far. */
  readonly firstMs: number;
  readonly finalMs: number;
}

/** A preview that stood where the reply is now: its first words are the reply's. */
export interface DraftPreview {
  readonly createdAt: number;
  readonly edits: number;
}

/**
 * How a bot's reply came about, measured from what it answers: the command or the message it replies to, else the newest
 * message of a person before it. `undefined`: nothing in sight that it could answer.
 */
export function measureReply(
  reply: ShownMessage,
  history: readonly ShownMessage[],
  preview: DraftPreview | undefined,
): ReplyTimes | undefined {
  if (!reply.author.isBot || reply.onlyYou) return undefined;
  const askedAt = reply.usedCommand?.at ?? findQuestion(reply, history)?.createdAt;
  if (askedAt === undefined) return undefined;
  const isPreviewed = preview !== undefined && preview.createdAt >= askedAt;
  return {
    edits: reply.edits + (isPreviewed ? preview.edits : 0),
    firstMs: (isPreviewed ? preview.createdAt : reply.createdAt) - askedAt,
    finalMs: (reply.editedAt ?? reply.createdAt) - askedAt,
  };
}

function findQuestion(
  reply: ShownMessage,
  history: readonly ShownMessage[],
): ShownMessage | undefined {
  return (
    history.find((message) => message.id === reply.replyTo && !message.author.isBot) ??
    history.findLast((message) => !message.author.isBot && message.createdAt <= reply.createdAt)
  );
}
