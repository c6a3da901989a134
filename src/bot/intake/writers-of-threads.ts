import type { Channel, ChatMessage } from '../../contracts/chat-message.ts';
import type { Conversations, ThreadWriters } from '../../contracts/conversations.ts';
import type { Platform } from '../../contracts/platform.ts';
import { channelKey } from '../../lib/channel-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { compareIds } from '../../lib/compare-ids.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Log } from '../../lib/log.ts';
import type { ChatVisits } from '../chat-visits.ts';

/** Knows whether only one person has written in a thread. */
export interface WritersOfThreads {
  /** Takes every message that arrives, before `isOnlyWriter` asks about it. */
  record(message: ChatMessage): Promise<void>;
  /** `false`: somebody else has written there, or may have. */
  isOnlyWriter(message: ChatMessage): Promise<boolean>;
}

/** The stored writers, and the networks that give earlier messages again. */
export interface WritersOfThreadsParts {
  readonly conversations: Pick<Conversations, 'writers' | 'keepWriters'>;
  findPlatform(name: string): Pick<Platform, 'archive'> | undefined;
  readonly visits: Pick<ChatVisits, 'visit'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Read again once in the life of a process. Discord gives at most this number at once. */
const READ_MESSAGES = 100;
const READ_TIMEOUT_MS = 5_000;
/** After a failed read, a mention is needed for this long. */
const RETRY_MS = 60_000;
/** Less than `READ_MESSAGES`, so that no message is missing between two processes. */
const SAVE_AFTER_MESSAGES = 40;
const MAX_THREADS = 5_000;

/** What this process knows about a thread. */
interface Entry {
  writers: ThreadWriters;
  unsavedCount: number;
}

/** Another process may have seen others write since an earlier visit. */
interface OpenedEntry {
  readonly visit: number;
  readonly entry: Promise<Entry>;
}

/** Creates the knowledge of one process. The stored writers survive it. */
export function createWritersOfThreads(parts: WritersOfThreadsParts): WritersOfThreads {
  const { conversations, visits, clock, log } = parts;
  const entries = createExpiringMap<string, OpenedEntry>({ clock, maxEntries: MAX_THREADS });
  /** The first message that the bot saw in a chat, by chat. */
  const beginnings = createExpiringMap<string, Promise<string>>({ clock, maxEntries: MAX_THREADS });
  const archiveOf = ({ platform }: Channel) => parts.findPlatform(platform)?.archive;

  function open(message: ChatMessage): Promise<Entry> {
    const existing = known(message.channel);
    if (existing) return existing;

    const key = channelKey(message.channel);
    const entry = load(message);
    const opened = { visit: visits.visit(message.channel), entry };
    entries.set(key, opened);
    entry.then(
      // Incomplete knowledge expires soon: the next read may find more.
      ({ writers }) => writers.isComplete || entries.set(key, opened, RETRY_MS),
      () => entries.delete(key),
    );
    return entry;
  }

  function known(channel: Channel): Promise<Entry> | undefined {
    const opened = entries.get(channelKey(channel));
    return opened?.visit === visits.visit(channel) ? opened.entry : undefined;
  }

  async function load(message: ChatMessage): Promise<Entry> {
    const stored = await conversations.writers(message.channel);
    const archive = archiveOf(message.channel);
    const writers = archive ? await readArchive(message, stored) : await readTopic(message, stored);
    const entry = { writers, unsavedCount: 0 };
    await save(message.channel, entry);
    return entry;
  }

  /** Reads who wrote before the message. */
  async function readArchive(
    { channel, id }: ChatMessage,
    stored: ThreadWriters | undefined,
  ): Promise<ThreadWriters> {
    const archive = archiveOf(channel);
    const timeout = new AbortController();
    const cancelTimeout = clock.after(READ_TIMEOUT_MS, () => timeout.abort());
    try {
      const location = { channelId: channel.id, messageId: id };
      const [before = [], start] = await Promise.all([
        archive?.readBefore(location, READ_MESSAGES, timeout.signal),
        archive?.readThreadStart(channel, timeout.signal),
      ]);
      const written = start ? [start, ...before] : before;
      const oldest = before[0]?.id ?? id;
      const reachesStored =
        stored?.isComplete === true && compareIds(oldest, stored.through) <= 0 && before.length > 0;
      const isComplete = reachesStored || (before.length > 0 && before.length < READ_MESSAGES);
      const writerIds = written.filter(isPerson).map(({ author }) => author.id);
      const ids = firstTwo([...(stored?.ids ?? []), ...writerIds]);
      return { ids, through: id, isComplete };
    } catch (error) {
      log.debug({ channel: channel.id, error }, 'bot: the writers of a thread were not found');
      return { ids: stored?.ids ?? [], through: id, isComplete: false };
    } finally {
      cancelTimeout();
    }
  }

  /** The bot has seen all messages of a topic that was opened after the bot came to the chat. */
  async function readTopic(
    { channel, id }: ChatMessage,
    stored: ThreadWriters | undefined,
  ): Promise<ThreadWriters> {
    if (stored) return stored;
    const { parentId = '' } = channel;
    const topicId = channel.id.slice(parentId.length + 1);
    const beginning = await beginningOf({ ...channel, id: parentId }, id);
    return { ids: [], through: id, isComplete: compareIds(beginning, topicId) < 0 };
  }

  /** The id of the first message that the bot saw in the chat. */
  function beginningOf(chat: Channel, messageId: string): Promise<string> {
    const key = channelKey(chat);
    const existing = beginnings.get(key);
    if (existing) return existing;

    const found = conversations.writers(chat).then(async (stored) => {
      if (stored) return stored.through;
      await conversations.keepWriters(chat, { ids: [], through: messageId, isComplete: false });
      return messageId;
    });
    beginnings.set(key, found);
    found.catch(() => beginnings.delete(key));
    return found;
  }

  async function save(channel: Channel, entry: Entry): Promise<void> {
    entry.unsavedCount = 0;
    await conversations.keepWriters(channel, entry.writers);
  }

  async function add(entry: Entry, { channel, author, id }: ChatMessage): Promise<void> {
    const { ids } = entry.writers;
    const isNew = !ids.includes(author.id) && ids.length < 2;
    entry.writers = { ...entry.writers, ids: isNew ? [...ids, author.id] : ids, through: id };
    entry.unsavedCount += 1;
    if (isNew || entry.unsavedCount >= SAVE_AFTER_MESSAGES) await save(channel, entry);
  }

  async function recordMessage(message: ChatMessage): Promise<void> {
    const { channel } = message;
    const hasArchive = archiveOf(channel) !== undefined;
    if (!hasArchive && channel.kind !== 'direct') {
      await beginningOf({ ...channel, id: channel.parentId ?? channel.id }, message.id);
    }
    if (channel.kind !== 'thread' || !isPerson(message)) return;
    // An archive is read only when somebody needs to know the writers.
    const entry = hasArchive ? known(channel) : open(message);
    if (entry) await add(await entry, message);
  }

  return {
    record: (message) =>
      recordMessage(message).catch((error: unknown) =>
        log.debug({ channel: message.channel.id, error }, 'bot: a writer was not recorded'),
      ),

    async isOnlyWriter(message) {
      const entry = await open(message).catch(() => undefined);
      if (!entry) return false;
      await add(entry, message).catch(() => {});
      const { ids, isComplete } = entry.writers;
      return isComplete && ids.every((id) => id === message.author.id);
    },
  };
}

function isPerson({ author, origin }: ChatMessage): boolean {
  return !author.isBot || origin === 'proxy';
}

function firstTwo(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].slice(0, 2);
}
