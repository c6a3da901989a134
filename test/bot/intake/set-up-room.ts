import { openAccessRecords } from '../../../src/access/open-access-records.ts';
import { createBot } from '../../../src/bot/bot.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Address } from '../../../src/contracts/address.ts';
import type { Author, Channel, ChatMessage } from '../../../src/contracts/chat-message.ts';
import type { CommandCall } from '../../../src/contracts/command.ts';
import type { MessageArchive } from '../../../src/contracts/message-archive.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import type { Router } from '../../../src/contracts/router.ts';
import type { ScopeSettings } from '../../../src/contracts/settings.ts';
import { openConversations } from '../../../src/conversations/open-conversations.ts';
import { chatKey } from '../../../src/lib/chat-key.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../../src/store/memory-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { noUsage } from '../../helpers/no-usage.ts';
import { openUsualSettings } from '../../helpers/usual-settings.ts';

/** The properties of the bot and of its network. */
export interface RoomOptions {
  readonly settings?: Partial<ScopeSettings>;
  readonly archive?: MessageArchive;
  readonly openThread?: Platform['openThread'];
  /** The channel of messages that name none. */
  readonly channel?: Partial<Channel>;
  /** The network has no reactions. */
  readonly hasReactions?: boolean;
  readonly placesOfOthers?: (channel: Channel) => readonly Channel[];
  /** The most answers of one person at the same time. Absent: there is no limit. */
  readonly atOnce?: number;
}

/** The properties of a message, and the names of its author. */
export interface Said extends Partial<Omit<ChatMessage, 'author' | 'channel'>> {
  readonly by?: string;
  readonly isBot?: boolean;
  readonly in?: Partial<Channel>;
}

/**
 * A bot in a group, whose model is silent until it is told to speak. People write with ids that grow.
 * Everything happens on a fake clock.
 */
export async function setUpRoom({
  settings = {},
  archive,
  openThread,
  channel = {},
  hasReactions = true,
  placesOfOthers = () => [],
  atOnce,
}: RoomOptions = {}) {
  let clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const surface = createFakeSurface({ pageLimit: 2_000 });
  /** The questions that the model was asked, and whether it still answers them. */
  const asked: {
    readonly question: string;
    /** All messages of the request. */
    readonly prompt: string;
    readonly signal: AbortSignal;
    speak(): void;
  }[] = [];
  /** The addresses of all calls of the surface. */
  const addresses: Address[] = [];
  const answered: Address[] = [];
  let lastId = 100;

  const router: Router = {
    defaultModel: 'p/m',
    models: async () => [],
    find: async () => undefined,
    async *stream({ messages }, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const question = messages.at(-1)?.text ?? '';
      const prompt = messages.map(({ text }) => text).join('\n');
      asked.push({ question, prompt, signal, speak: resolve });
      const aborted = new Promise((done) => signal.addEventListener('abort', done));
      yield { type: 'source', provider: 'p', model: 'm' };
      await Promise.race([promise, aborted]);
      if (signal.aborted) return;
      yield { type: 'text-delta', text: `answer ${asked.length}` };
      yield { type: 'end', reason: 'stop' };
    },
  };

  async function start() {
    const store = createStore({ adapter, clock });
    const opened = await openConversations({ store, clock, log: silentLog });
    const choices = await openUsualSettings(store, settings);
    const bot = createBot({
      usage: noUsage,
      store,
      ...opened,
      ...(await openAccessRecords({ store, clock, log: silentLog })),
      ...choices,
      findPlatform: () =>
        omitUndefined({ abilities: '', archive, openThread, botName: () => 'Parley' }),
      placesOfOthers,
      commands,
      router,
      limits: {
        runAtOnce: () => () => {},
        runningElsewhere: () => 0,
        atOnce: (author) => (atOnce === undefined ? [] : [{ key: author?.id ?? '', most: atOnce }]),
        admitCommand: () => ({ kind: 'admitted' }),
        spendingOf: () => ({ hold: async () => ({ settle: async () => {} }) }),
        findRefusal: async () => undefined,
        states: async () => [],
        totals: () => [],
        admit: async () => ({
          kind: 'admitted',
          claimNearlyReached: async () => [],
          spending: {
            hold: async () => ({ settle: async () => {} }),
            afterSpent: async () => undefined,
            needsShorterPrompt: () => false,
            end: async () => {},
          },
        }),
      },
      access: {
        check: ({ id }) =>
          id === 'stranger' ? { allowed: false, denied: 'person' } : { allowed: true },
        isAdmin: () => false,
        admins: () => [],
        isModerator: async () => false,
        may: async (_power, { id }) => id !== 'stranger',
        moveChannel: async () => {},
      },
      languageOf: () => 'en',
      replies: createReplies({ clock, log: silentLog }),
      surface(address) {
        addresses.push(address);
        const put: typeof surface.put = (message, page, options) => {
          if (!message) answered.push(address);
          return surface.put(message, page, options);
        };
        const { react, ...rest } = surface;
        return hasReactions && react ? { ...rest, react, put } : { ...rest, put };
      },
      clock,
      log: silentLog,
    });
    bot.start();
    return { bot, ...opened, ...choices };
  }

  let running = await start();
  const room: Channel = { platform: 'test', id: '1', kind: 'group', ...channel };

  function read({ by = 'ann', isBot = false, in: place = {}, ...message }: Said): ChatMessage {
    lastId += 1;
    const author: Author = { id: by, name: by, isBot, isServerAdmin: false, roles: [] };
    return {
      id: `${lastId}`,
      channel: { ...room, ...place },
      author,
      addressed: false,
      text: '',
      attachments: [],
      sentAt: clock.now(),
      ...message,
    };
  }

  return {
    surface,
    asked,
    answered,
    addresses,
    /** The words of the model's last question. */
    lastQuestion: () => asked.at(-1)?.question,
    shown: () => [...surface.messages.values()],
    get turns() {
      return running.turns;
    },
    get people() {
      return running.people;
    },
    get nearby() {
      return running.nearby;
    },
    get conversations() {
      return running.conversations;
    },
    room,
    now: () => clock.now(),
    advance: (ms: number) => clock.advance(ms),

    /** A message arrives. */
    async say(message: Said): Promise<ChatMessage> {
      const received = read(message);
      await running.bot.accept({
        kind: 'message',
        message: received,
        address: { channel: received.channel, questionId: received.id },
      });
      await clock.advance(0);
      return received;
    },

    /** Messages arrive at the same moment. */
    async sayAtOnce(...messages: Said[]): Promise<void> {
      const accepted = messages.map((message) => {
        const received = read(message);
        const address = { channel: received.channel, questionId: received.id };
        return running.bot.accept({ kind: 'message', message: received, address });
      });
      await Promise.all(accepted);
      await clock.advance(0);
    },

    /** A person changes a message. */
    async edit(message: ChatMessage, changes: Partial<ChatMessage>): Promise<void> {
      const edited = { ...message, ...changes };
      const address = { channel: edited.channel, questionId: edited.id };
      await running.bot.accept({ kind: 'edited', message: edited, address });
      await clock.advance(0);
    },

    async remove({ channel: place, id }: ChatMessage): Promise<void> {
      await running.bot.accept({ kind: 'deleted', channel: place, messageId: id });
      await clock.advance(0);
    },

    async command(name: string, target?: ChatMessage): Promise<void> {
      const { author } = read({});
      const channelOfCall = target?.channel ?? room;
      const call: CommandCall = omitUndefined({
        name,
        channel: channelOfCall,
        author,
        options: {},
        targetId: target?.id,
        target,
      });
      await running.bot.accept({ kind: 'command', call, address: { channel: channelOfCall } });
      await clock.advance(0);
    },

    /** The model answers the last question. */
    async speak(): Promise<void> {
      asked.at(-1)?.speak();
      await clock.advance(5_000);
    },

    drain: () => running.bot.drain(0),

    /** Another process answers in this chat from now on. */
    release: () => running.bot.release(chatKey(room)),
    /** And now this one again. */
    adopt: () => running.bot.adopt(chatKey(room)),

    /** Another process goes on. The time of the first one stands still: it was killed. */
    async restart(): Promise<void> {
      clock = createFakeClock(clock.now());
      running = await start();
      await clock.advance(0);
    },
  };
}
