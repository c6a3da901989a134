import type { Address } from '../../contracts/address.ts';
import type { Channel, ChatMessage } from '../../contracts/chat-message.ts';
import type { LanguageOf } from '../../contracts/language.ts';
import type { Platform } from '../../contracts/platform.ts';
import type { People, SettingsOf } from '../../contracts/settings.ts';
import type { Turn, Turns } from '../../contracts/turns.ts';
import { PlatformError } from '../../errors.ts';
import { backoffMs } from '../../lib/backoff.ts';
import { channelKey } from '../../lib/channel-key.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Log } from '../../lib/log.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { textsIn } from '../../texts/index.ts';
import { isRemembered } from '../is-remembered.ts';
import { threadTitle } from './thread-title.ts';

/** Opens a thread for each mention, where the settings of the place or of the person say so. */
export interface ThreadOpener {
  /** The address of the answer to a question: a thread that does not exist yet, or the given address. */
  addressOf(question: ChatMessage, address: Address): Address;
  /**
   * Opens the thread of a turn, if it needs one. `moved`: the bot may not open it, so the turn waits in
   * the channel of its question. `interrupted`: `signal` aborted.
   */
  open(turn: Turn, signal: AbortSignal): Promise<'open' | 'moved' | 'interrupted'>;
}

/** The networks, and the turns that move when no thread can be opened. */
export interface ThreadOpenerParts {
  findPlatform(name: string): Pick<Platform, 'openThread'> | undefined;
  readonly settingsOf: SettingsOf;
  readonly people: Pick<People, 'settings'>;
  readonly languageOf: LanguageOf;
  readonly turns: Pick<Turns, 'relocate'>;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_ATTEMPTS = 4;
const CALL_TIMEOUT_MS = 15_000;
const RETRY_WAITS = { firstMs: 500, longestMs: 10_000 };
/** The bot tries again after this time: an admin may have given it the right to open threads. */
const FORBIDDEN_MS = 10 * 60 * 1_000;
const MAX_CHANNELS = 1_000;

/** Creates an opener that knows of no channel where it may not open threads. */
export function createThreadOpener(parts: ThreadOpenerParts): ThreadOpener {
  const { settingsOf, people, turns, clock, log } = parts;
  const forbidden = createExpiringMap<string, true>({ clock, maxEntries: MAX_CHANNELS });

  function opensThread({ channel, author, addressed }: ChatMessage): boolean {
    if (channel.kind !== 'group' || addressed !== 'mention') return false;
    const canOpen = parts.findPlatform(channel.platform)?.openThread !== undefined;
    const isForbidden = forbidden.has(channelKey(channel));
    if (!canOpen || isForbidden) return false;
    const { opensThreads } = people.settings(channel.platform, author.id);
    return opensThreads === true || settingsOf(channel).opensThreads;
  }

  /** Answers in the channel of the question instead. */
  async function giveUp(turn: Turn, { kind, message }: PlatformError): Promise<'moved'> {
    const { channel } = turn.address;
    const parent = parentOf(channel);
    if (kind === 'forbidden') forbidden.set(channelKey(parent), true, FORBIDDEN_MS);
    log.info({ turn: turn.id, kind, error: message }, 'answer: the thread was not opened');
    await turns.relocate(turn, parent);
    return 'moved';
  }

  /** Tries again after failures that may pass. Gives the last failure. `undefined`: the thread is open. */
  async function tryToOpen(turn: Turn, signal: AbortSignal): Promise<PlatformError | undefined> {
    for (let failures = 1; ; failures++) {
      const error = await attempt(turn, signal);
      if (!error || signal.aborted || failures === MAX_ATTEMPTS || !mayPass(error)) return error;
      await sleep(clock, error.retryAfterMs ?? backoffMs(failures, RETRY_WAITS), signal);
    }
  }

  async function attempt(turn: Turn, signal: AbortSignal): Promise<PlatformError | undefined> {
    const timeout = new AbortController();
    const cancelTimeout = clock.after(CALL_TIMEOUT_MS, () => timeout.abort());
    try {
      const ended = AbortSignal.any([signal, timeout.signal]);
      await parts.findPlatform(turn.address.channel.platform)?.openThread?.(turn.address, ended);
      return undefined;
    } catch (error) {
      if (error instanceof PlatformError) return error;
      throw error;
    } finally {
      cancelTimeout();
    }
  }

  return {
    addressOf(question, address) {
      if (!opensThread(question)) return address;
      const { channel } = question;
      const language = parts.languageOf(question.channel, question.author);
      // The title is in every prompt of the thread.
      const title = isRemembered(people, question)
        ? threadTitle(question, language)
        : textsIn(language).threadTitle;
      // On Discord, a thread that hangs on a message has the id of the message.
      const thread: Channel = omitUndefined({
        ...channel,
        id: question.id,
        kind: 'thread' as const,
        parentId: channel.id,
        name: title,
        parentName: channel.name,
      });
      return { channel: thread, questionId: question.id, opensThread: title };
    },

    async open(turn, signal) {
      if (!turn.address.opensThread || turn.answerMessages.length > 0) return 'open';

      const refusal = await tryToOpen(turn, signal);
      if (signal.aborted) return 'interrupted';
      return refusal ? giveUp(turn, refusal) : 'open';
    },
  };
}

function mayPass({ kind }: PlatformError): boolean {
  return kind === 'rate_limit' || kind === 'network' || kind === 'server' || kind === 'canceled';
}

/** The channel in which the question of a thread was asked. */
function parentOf({ parentId = '', parentName, name, ...channel }: Channel): Channel {
  return omitUndefined({ ...channel, id: parentId, kind: 'group' as const, name: parentName });
}
