import type {
  Change,
  LocalNetwork,
  Person,
  Room,
  SaidMessage,
  ShownCommand,
  ShownMessage,
} from '../../playground/local-network.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

type Call = Parameters<LocalNetwork['run']>[0];
type Press = Parameters<LocalNetwork['press']>[0];
type Shown = Partial<Omit<ShownMessage, 'id' | 'roomId' | 'author'>>;

/** The reactions of a memory network's bot to people. */
interface BotScript {
  said?(message: ShownMessage): void;
  run?(call: Call): void;
  press?(call: Press): void;
  submitForm?(values: Readonly<Record<string, string>>): void;
}

/** A network without a protocol, for tests of the page. A script replaces the bot. */
export interface MemoryNetwork extends LocalNetwork {
  script: BotScript;
  /** Puts a message. With `viewerId`, only that person sees it. */
  put(roomId: string, author: Person, shown: Shown & { viewerId?: string }): ShownMessage;
  /** Edits a message. */
  change(message: ShownMessage, shown: Shown): ShownMessage;
  /** Announces a change to all watchers. */
  announce(change: Change): void;
  setOnline(online: boolean): void;
}

/** The people and rooms of a memory network. */
interface MemoryNetworkOptions {
  readonly name: LocalNetwork['name'];
  readonly people: readonly [me: Person, bot: Person, ...others: Person[]];
  readonly rooms: readonly Room[];
  readonly commands?: readonly ShownCommand[];
  readonly messageCommands?: readonly string[];
  /** The values that autocompletion offers. */
  readonly choices?: readonly string[];
}

/** Creates a network. The first of the people is at the keyboard, and the second is the bot. */
export function createMemoryNetwork(options: MemoryNetworkOptions): MemoryNetwork {
  const [me, bot] = options.people;
  const rooms = [...options.rooms];
  /** Each listener with the id of the person who watches. */
  const listeners = new Map<(change: Change) => void, string>();
  /** The only viewer of a message, by the message's id. */
  const viewers = new Map<string, string>();
  /** The bytes of people's files, by the id of the message. */
  const bytesByMessage = new Map<string, readonly Uint8Array[]>();
  let messages: ShownMessage[] = [];
  let isOnline = true;
  let lastId = 100;

  const announce = (change: Change) => {
    for (const [listener, watcherId] of listeners) {
      const viewerId = 'message' in change ? viewers.get(change.message.id) : undefined;
      if (viewerId === undefined || viewerId === watcherId) listener(change);
    }
  };
  const find = (roomId: string, messageId: string) => {
    const found = messages.find((message) => message.id === messageId && message.roomId === roomId);
    if (found === undefined) throw new Error('Unknown Message');
    return found;
  };
  const network: MemoryNetwork = {
    name: options.name,
    apiUrl: 'http://127.0.0.1:9',
    token: 'memory',
    me,
    bot,
    script: {},
    people: () => options.people,
    rooms: () => rooms,
    history: (roomId, viewerId = me.id) =>
      messages.filter(
        ({ id, roomId: room }) => room === roomId && (viewers.get(id) ?? viewerId) === viewerId,
      ),
    file(_roomId, messageId, index) {
      const saidBytes = bytesByMessage.get(messageId)?.[index];
      return saidBytes ?? (index === 0 ? Buffer.from('twelve bytes') : undefined);
    },
    commands: () => options.commands ?? [],
    messageCommands: () => options.messageCommands ?? [],
    announce,
    async say({
      roomId,
      authorId,
      text,
      replyTo,
      files: saidFiles = [],
      extra,
      quote,
    }: SaidMessage) {
      const author = options.people.find((person) => person.id === authorId) ?? me;
      const files = saidFiles.map(({ name, mime, bytes, sentAs, durationMs }) =>
        omitUndefined({ name, mime, bytes: bytes.length, sentAs, durationMs }),
      );
      const card = extra?.kind === 'sticker' ? undefined : extra;
      const shown = omitUndefined({
        text,
        files,
        replyTo,
        card,
        quote: quote === undefined ? undefined : { text: quote },
      });
      const message = network.put(roomId, author, shown);
      bytesByMessage.set(
        message.id,
        saidFiles.map(({ bytes }) => bytes),
      );
      network.script.said?.(message);
      return message;
    },
    async edit(roomId, messageId, text) {
      network.change(find(roomId, messageId), { text });
    },
    async remove(roomId, messageId) {
      const gone = find(roomId, messageId);
      messages = messages.filter((message) => message !== gone);
      announce({ kind: 'message-removed', roomId, messageId });
    },
    async forward({ roomId, messageId, toRoomId, authorId }) {
      const original = find(roomId, messageId);
      const author = options.people.find((person) => person.id === authorId) ?? me;
      const { text, files, author: first } = original;
      return network.put(toRoomId, author, { text, files, forwardedFrom: first.name });
    },
    async react({ roomId, messageId, authorId = me.id, emoji, isRemoved }) {
      const message = find(roomId, messageId);
      const others = (message.reactions ?? []).filter((each) => each.emoji !== emoji);
      const added = isRemoved ? [] : [{ emoji, userIds: [authorId] }];
      network.change(message, { reactions: [...others, ...added] });
    },
    async openThread({ roomId, name, messageId }) {
      const room: Room = { id: `${roomId}9`, name, kind: 'thread', parent: roomId };
      rooms.push(room);
      if (messageId !== undefined) network.change(find(roomId, messageId), { threadId: room.id });
      announce({ kind: 'rooms' });
      return room;
    },
    run: async (call) => network.script.run?.(call),
    complete: async ({ typed }) =>
      (options.choices ?? [])
        .filter((value) => value.includes(typed))
        .map((value) => ({ name: value, value })),
    press: async (call) => network.script.press?.(call),
    submitForm: async ({ values }) => network.script.submitForm?.(values),
    isOnline: () => isOnline,
    setOnline(next) {
      isOnline = next;
      announce({ kind: 'online' });
    },
    watch(listener, viewerId = me.id) {
      listeners.set(listener, viewerId);
      return () => listeners.delete(listener);
    },
    put(roomId, author, { viewerId, ...shown }) {
      lastId += 1;
      const message: ShownMessage = {
        id: String(lastId),
        roomId,
        author,
        text: '',
        buttons: [],
        files: [],
        edits: 0,
        createdAt: Date.now(),
        onlyYou: viewerId !== undefined,
        draft: false,
        pings: [],
        ...shown,
      };
      if (viewerId !== undefined) viewers.set(message.id, viewerId);
      messages.push(message);
      announce({ kind: 'message-created', message });
      return message;
    },
    change(message, shown) {
      const { edits } = find(message.roomId, message.id);
      const changed = { ...message, edits: edits + 1, editedAt: Date.now(), ...shown };
      messages = messages.map((each) =>
        each.id === message.id && each.roomId === message.roomId ? changed : each,
      );
      announce({ kind: 'message-edited', message: changed });
      return changed;
    },
    stop: async () => {},
  };
  return network;
}
