import type { Turn } from '../contracts/turns.ts';

/** The turns that have not ended, in memory: one queue per conversation. Only its first turn may be running. */
export interface OpenTurns {
  /** The number of open turns. */
  readonly size: number;
  /** Oldest first. */
  of(conversation: string): readonly Turn[];
  /** Conversations that have an open turn. */
  conversations(): readonly string[];
  /** The number of open turns in a chat (see `OpenMarks.homeOf`). */
  countIn(chat: string): number;
  /** Conversations of a chat that have an open turn. */
  conversationsIn(chat: string): readonly string[];
  find(turn: Turn): Turn | undefined;
  add(turn: Turn): void;
  /** Replaces the turn with the same id. */
  replace(turn: Turn): void;
  remove(turn: Turn): void;
  /** Forgets all turns of a conversation. */
  removeAll(conversation: string): void;
  /** The turns that may run: the first of each conversation, if it waits and was not taken. */
  ready(): readonly Turn[];
  /**
   * Takes a turn that may run, by default the oldest one. It is not ready again until its conversation changes, or
   * until `offerAgain`. `undefined`: there is none, or this one may not run any more.
   */
  takeReady(turn?: Turn): Turn | undefined;
  /** Makes the first turn of a conversation ready again, if it waits. */
  offerAgain(conversation: string): void;
}

/** Creates empty queues. `homeOf` is as in `OpenMarks`: the same for all turns of a conversation. */
export function createOpenTurns(homeOf: (turn: Turn) => string): OpenTurns {
  const queues = new Map<string, Turn[]>();
  const chats = createGroups();
  /** Conversations whose first turn waits. */
  const ready = new Set<string>();
  let size = 0;

  function setQueue(conversation: string, queue: Turn[]): void {
    size += queue.length - of(conversation).length;
    if (queue.length > 0) queues.set(conversation, queue);
    else queues.delete(conversation);
    chats.put(conversation, queue[0] && homeOf(queue[0]));
    offerAgain(conversation);
  }

  function offerAgain(conversation: string): void {
    if (of(conversation)[0]?.state === 'waiting') ready.add(conversation);
    else ready.delete(conversation);
  }

  function listReady(): readonly Turn[] {
    return [...ready].flatMap((conversation) => of(conversation)[0] ?? []);
  }

  function findReady({ id, conversation }: Turn): Turn | undefined {
    const [first] = of(conversation);
    return first?.id === id && ready.has(conversation) ? first : undefined;
  }

  function of(conversation: string): readonly Turn[] {
    return queues.get(conversation) ?? [];
  }

  return {
    get size() {
      return size;
    },

    of,
    conversations: () => [...queues.keys()],
    conversationsIn: chats.members,
    countIn: (chat) => chats.members(chat).reduce((sum, each) => sum + of(each).length, 0),
    find: (turn) => of(turn.conversation).find(({ id }) => id === turn.id),
    add: (turn) => setQueue(turn.conversation, [...of(turn.conversation), turn]),

    replace(turn) {
      const queue = of(turn.conversation).map((other) => (other.id === turn.id ? turn : other));
      setQueue(turn.conversation, queue);
    },

    remove(turn) {
      const queue = of(turn.conversation).filter(({ id }) => id !== turn.id);
      setQueue(turn.conversation, queue);
    },

    removeAll: (conversation) => setQueue(conversation, []),
    ready: listReady,

    takeReady(turn) {
      const taken = turn ? findReady(turn) : findOldest(listReady());
      if (taken) ready.delete(taken.conversation);
      return taken;
    },

    offerAgain,
  };
}

/** Names in groups: each is in one group, or in none. */
function createGroups() {
  const groups = new Map<string, Set<string>>();
  const groupOf = new Map<string, string>();

  function takeOut(name: string): void {
    const group = groupOf.get(name) ?? '';
    const names = groups.get(group);
    groupOf.delete(name);
    names?.delete(name);
    if (names?.size === 0) groups.delete(group);
  }

  return {
    put(name: string, group: string | undefined): void {
      if (groupOf.get(name) === group) return;
      takeOut(name);
      if (group === undefined) return;
      groupOf.set(name, group);
      groups.set(group, (groups.get(group) ?? new Set()).add(name));
    },

    members: (group: string): readonly string[] => [...(groups.get(group) ?? [])],
  };
}

function findOldest([first, ...others]: readonly Turn[]): Turn | undefined {
  let oldest = first;
  for (const turn of others) if (oldest && turn.acceptedAt < oldest.acceptedAt) oldest = turn;
  return oldest;
}

/** Tells whether people must see how an open turn ends: its answer has started, or they stopped it. */
export function hasStarted({ state, isStopped, rerun, ...progress }: Turn): boolean {
  const { answerMessages, creating, resumes } = progress;
  const isVisible = rerun ? rerun.hasBegun === true : answerMessages.length > 0;
  return state === 'running' || isStopped === true || isVisible || creating || resumes > 0;
}

/** Tells whether a turn has started to be answered for the first time, and people see nothing of its answer. */
export function isUnseenRun(turn: Turn): boolean {
  const { rerun, isStopped, creating, answerMessages } = turn;
  if (rerun || isStopped || creating) return false;
  return hasStarted(turn) && answerMessages.length === 0;
}
