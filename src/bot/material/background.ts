import type { ChatMessage, QuotedMessage } from '../../contracts/chat-message.ts';
import type { BackgroundMessage } from '../../contracts/material.ts';
import type { MessageArchive } from '../../contracts/message-archive.ts';
import type { Turn } from '../../contracts/turns.ts';
import { sleep } from '../../lib/clock.ts';
import { cutEnd } from '../../lib/cut-end.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { GathererParts } from './gatherer-parts.ts';

type BackgroundParts = Omit<GathererParts, 'log'>;

/** A few earlier messages are enough to understand a question; more would fill the window. */
const MAX_CHAIN = 5;
const MAX_LINKS = 3;
const MAX_CHARACTERS = 8_000;
/** An answer within the last turns is in the history, so a quote of it needs no more. */
const TURNS_IN_PROMPT = 10;
const LONGEST_LOOKUP_MS = 10_000;

/**
 * Reads the messages that a question builds on: the start of its thread, the earlier messages of its chain
 * of replies, and the messages that it links to. Oldest first. What the network does not give is left out.
 */
export async function gatherBackground(
  parts: BackgroundParts,
  turn: Turn,
  signal: AbortSignal,
): Promise<readonly BackgroundMessage[]> {
  const ended = new AbortController();
  void sleep(parts.clock, LONGEST_LOOKUP_MS, AbortSignal.any([signal, ended.signal])).then(() =>
    ended.abort(),
  );
  try {
    // What was said before is not for a private question, but what it links to is.
    const inputs = turn.isPrivate ? [] : turn.inputs;
    const lookups = [
      ...(turn.isPrivate ? [] : [readThread(parts, turn, ended.signal)]),
      ...inputs.map((input) => readChain(parts, turn, input, ended.signal)),
      readLinks(parts, turn, ended.signal),
    ];
    const found = await Promise.all(lookups);
    return withoutRepetition(found.flat(), turn);
  } finally {
    ended.abort();
  }
}

/** Reads the message on which a thread hangs, for the first answer there: later ones have it in their history. */
async function readThread(
  { conversations, sources }: BackgroundParts,
  turn: Turn,
  signal: AbortSignal,
): Promise<readonly BackgroundMessage[]> {
  const { channel } = turn.address;
  const archive = sources.archiveOf?.(channel);
  if (channel.kind !== 'thread' || !archive) return [];
  // An earlier turn holds the start of the thread already.
  for await (const _earlier of conversations.history(turn)) return [];

  const start = await readIfGiven(() => archive.readThreadStart(channel, signal), signal);
  if (!start) return [];

  const found = await conversations.find(start.channel, { messageId: start.id });
  // A private question, or the answer to one, is for no later prompt.
  if (found?.turn.isPrivate) return [];
  const [question, answer = quotedForm(start)] = start.isOwn && found ? exchangeOf(found.turn) : [];
  const before = question ? [{ kind: 'chain' as const, message: question }] : [];
  return [...before, { kind: 'thread', message: answer }];
}

/** Reads what a quoted message itself replies to, and so on. An answer of the bot brings its question. */
async function readChain(
  { conversations, sources }: BackgroundParts,
  turn: Turn,
  // Where a question opens a thread, the messages before it are not in that thread.
  { channel, quoted }: ChatMessage,
  signal: AbortSignal,
): Promise<readonly BackgroundMessage[]> {
  const archive = sources.archiveOf?.(channel);
  const chain: QuotedMessage[] = [];

  let oldest = quoted;
  while (oldest?.id && chain.length < MAX_CHAIN) {
    const messageId = oldest.id;
    const found = await conversations.find(channel, { messageId });
    if (found) {
      const exchange = isMissing(found.turn, turn) ? exchangeOf(found.turn) : [];
      // The chain has the answer itself where it is not quoted, and so has a quote of all its pages.
      const isThere = ({ id, isOwn, text }: QuotedMessage) =>
        chain.some((other) => other.id === id) || (isOwn && text.trim() === quoted?.text.trim());
      chain.unshift(...exchange.filter((message) => !isThere(message)));
      break;
    }
    oldest = (await readMessage(archive, { channelId: channel.id, messageId }, signal))?.quoted;
    if (oldest) chain.unshift(shortened(oldest));
  }
  return chain.map((message) => ({ kind: 'chain', message }));
}

/** False: the history has the other turn, or it belongs to a conversation that was reset. */
function isMissing({ epoch, sequence }: Turn, turn: Turn): boolean {
  return epoch === turn.epoch && turn.sequence - sequence > TURNS_IN_PROMPT;
}

/** The question and the answer of another turn. Empty: it was stopped or deleted, or is private, and must not come back. */
function exchangeOf(found: Turn): readonly QuotedMessage[] {
  const { inputs, versions, shownVersion, state, isPrivate } = found;
  const answer = versions[shownVersion];
  const [first] = inputs;
  if (!first || !answer || state !== 'done' || isPrivate) return [];

  const words = inputs.flatMap(({ text, details = '' }) => [text, details]);
  const { messageId = '' } = found.answerMessages[0] ?? {};
  const writer = { id: '', name: '', isBot: true, isServerAdmin: false, roles: [] };
  return [
    shortened({
      id: first.id,
      author: first.author,
      isOwn: false,
      text: words.filter(Boolean).join('\n\n'),
      attachments: inputs.flatMap(({ attachments }) => attachments),
    }),
    shortened({ id: messageId, author: writer, isOwn: true, text: answer.text, attachments: [] }),
  ];
}

async function readLinks(
  { sources }: BackgroundParts,
  { address, inputs }: Turn,
  signal: AbortSignal,
): Promise<readonly BackgroundMessage[]> {
  const archive = sources.archiveOf?.(address.channel);
  const links = inputs.flatMap(({ links: own = [] }) => own).slice(0, MAX_LINKS);
  const messages = await Promise.all(links.map((link) => readMessage(archive, link, signal)));
  return messages.flatMap((message) =>
    message ? [{ kind: 'link', message: quotedForm(message) } as const] : [],
  );
}

async function readMessage(
  archive: MessageArchive | undefined,
  location: Parameters<MessageArchive['read']>[0],
  signal: AbortSignal,
): Promise<ChatMessage | undefined> {
  return archive && readIfGiven(() => archive.read(location, signal), signal);
}

/** `undefined`: the network refuses or hangs, which costs the background and never the answer. */
async function readIfGiven<Result>(
  read: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  try {
    return await untilAborted(read(), signal);
  } catch {
    return undefined;
  }
}

/** Each message once, and none that the question itself shows. */
function withoutRepetition(
  found: readonly BackgroundMessage[],
  { inputs }: Turn,
): readonly BackgroundMessage[] {
  const shown = new Set(inputs.flatMap(({ id, quoted }) => (quoted ? [id, quoted.id] : [id])));
  return found.filter(({ message: { id, isOwn } }) => {
    if (id === '') return true;
    // A quote shows only one page of an answer.
    const isNew = isOwn || !shown.has(id);
    shown.add(id);
    return isNew;
  });
}

function quotedForm(message: ChatMessage): QuotedMessage {
  const { id, author, isOwn = false, text, details, attachments, forwardedFrom } = message;
  return shortened(omitUndefined({ id, author, isOwn, text, details, attachments, forwardedFrom }));
}

function shortened(message: QuotedMessage): QuotedMessage {
  return { ...message, text: cutEnd(message.text, MAX_CHARACTERS) };
}
