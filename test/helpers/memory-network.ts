import type {
  Change,
  LocalNetwork,
  Person,
  Room,
  SaidMessage,
  ShownCommand,
  ShownMessage,
} from '../../playground/local-network.ts';

type Call = Parameters<LocalNetwork['run']>[0];
type Press = Parameters<LocalNetwork['press']>[0];
type Shown = Partial<Omit<ShownMessage, 'id' | 'roomId' | 'author'>>;

/** What the bot of a memory network does when people do something. */
export interface Script {
  said?(message: ShownMessage): void;
  run?(call: Call): void;
  press?(call: Press): void;
}

/** A network without a protocol, for tests of what stands before one. The bot is a script. */
export interface MemoryNetwork extends LocalNetwork {
  script: Script;
  /** Puts a message; `viewerId`: only that person sees it. */
  put(roomId: string, author: Person, shown: Shown & { viewerId?: string }): ShownMessage;
  change(message: ShownMessage, shown: Shown): ShownMessage;
  announce(change: Change): void;
  setOnline(online: boolean): void;
}

export interface MemoryOptions {
  readonly name: LocalNetwork['name'];
  readonly people: readonly [me: Person, bot: Person, ...others: Person[]];
  readonly rooms: readonly Room[];
  readonly commands?: readonly ShownCommand[];
  readonly choices?: readonly string[];
}

export function createMemoryNetwork(options: MemoryOptions): MemoryNetwork {
  const [me, bot] = options.people;
  const listeners = new Map<(change: Change) => void, string>();
  const viewers = new Map<string, string>();
  let messages: ShownMessage[] = [];
  let online = true;
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
    rooms: () => options.rooms,
    history: (roomId, viewerId = me.id) =>
      messages.filter(
        ({ id, roomId: room }) => room === roomId && (viewers.get(id) ?? viewerId) === viewerId,
      ),
    file: (_roomId, _messageId, index) => (index === 0 ? Buffer.from('twelve bytes') : undefined),
    commands: () => options.commands ?? [],
    announce,
    async say({ roomId, authorId, text, replyTo, file }: SaidMessage) {
      const author = options.people.find((person) => person.id === authorId) ?? me;
      const files = file === undefined ? [] : [{ name: file.name, bytes: file.bytes.length }];
      const said = network.put(roomId, author, {
        text,
        files,
        ...(replyTo !== undefined && { replyTo }),
      });
      network.script.said?.(said);
      return said;
    },
    async edit(roomId, messageId, text) {
      network.change(find(roomId, messageId), { text });
    },
    async remove(roomId, messageId) {
      const gone = find(roomId, messageId);
      messages = messages.filter((message) => message !== gone);
      announce({ kind: 'message-removed', roomId, messageId });
    },
    run: async (call) => network.script.run?.(call),
    complete: async ({ typed }) =>
      (options.choices ?? [])
        .filter((value) => value.includes(typed))
        .map((value) => ({ name: value, value })),
    press: async (call) => network.script.press?.(call),
    isOnline: () => online,
    setOnline(next) {
      online = next;
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
      messages = messages.map((one) =>
        one.id === message.id && one.roomId === message.roomId ? changed : one,
      );
      announce({ kind: 'message-edited', message: changed });
      return changed;
    },
    stop: async () => {},
  };
  return network;
}
