import type { ShownMessage } from '../local-network.ts';

/** The times of a bot's reply, measured from its question. */
export interface ReplyTimes {
  /** The number of changes, including those of its preview. */
  readonly edits: number;
  /** The time until the first words. */
  readonly firstMs: number;
  /** The time until the last change. Absent while the reply grows. */
  readonly finalMs?: number;
}

/** The draft that the reply replaced. Its first words count as the reply's. */
export interface DraftPreview {
  readonly createdAt: number;
  readonly edits: number;
}

/**
 * Measures a bot's reply from its question: the command that it answers, the message that it
 * replies to, or else the newest message of a person before it. Returns `undefined` if there is no
 * question.
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
    ...(isGrowing(reply) ? {} : { finalMs: (reply.editedAt ?? reply.createdAt) - askedAt }),
  };
}

/** Parley's replies have a button with this id while they grow, and drafts on Telegram too. */
const STOP_BUTTON = /^stop(?::|$)/;

function isGrowing({ buttons, draft }: ShownMessage): boolean {
  return draft || buttons.flat().some(({ id }) => STOP_BUTTON.test(id));
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
