import assert from 'node:assert/strict';
import type { Channel, ChatMessage } from '../../src/contracts/chat-message.ts';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { NewTurn, QuestionChange, Turn, Turns } from '../../src/contracts/turns.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { chatKey } from '../../src/lib/chat-key.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import type { FakeClock } from '../helpers/fake-clock.ts';
import { createDyingAdapter, type Death } from './dying-adapter.ts';
import { channel, said } from './messages.ts';
import { type Host, TwoHosts } from './two-hosts.ts';

export type Operation =
  /** `say more`: the message may join a turn that runs. `say both`: as that, with a companion. */
  | {
      readonly kind: 'say' | 'say more' | 'say both';
      readonly room: number;
      readonly person: number;
    }
  | {
      readonly kind:
        | 'repeat'
        | 'checkpoint'
        | 'gather'
        | 'close'
        | 'reopen'
        | 'edit'
        | 'take back'
        | 'forget'
        | 'substitute';
      readonly which: number;
    }
  | { readonly kind: 'claim' }
  | { readonly kind: 'drop' | 'reset' | 'hand over'; readonly room: number };

const ROOMS = ['a', 'b', 'c'];
/** With two processes, one room is a thread of another, so that they are one chat. */
const PARENT_OF: Readonly<Record<string, string>> = { b: 'a' };
const PEOPLE = ['ann', 'bob'];

/**
 * A network, a bot and a disk around the conversations under test. The network delivers again what was not accepted;
 * the bot claims, saves and closes; the process dies as it is told. It remembers what was promised to it, and checks
 * that it holds.
 */
export class CrashModel {
  readonly #clock: FakeClock;
  readonly #disk: StorageAdapter;
  /** Absent: there is one process. */
  readonly #hosts: TwoHosts | undefined;
  #nextDeath: Death | undefined;
  #isSafe = false;
  #store!: Store;
  #turns!: Turns;
  #conversations!: Conversations;
  #isDead = () => false;
  /** Processes so far. */
  lives = 0;
  /** Messages that joined a turn that ran. */
  joins = 0;
  /** Chats that a living process gave to the other one. */
  handOvers = 0;

  readonly #accepted = new Map<string, NewTurn>();
  /** Sent, but not known to be accepted: sent again to the next process. */
  readonly #undelivered = new Map<string, NewTurn>();
  /** Claimed in this life and not closed. */
  #running = new Map<string, Turn>();
  /** Its end was promised; as it was then. */
  readonly #ended = new Map<string, Turn>();
  /** How many versions a turn must have in the end, and how many it can have. */
  readonly #versions = new Map<string, { least: number; most: number; closed: number }>();
  /** Companions and copies of which nobody heard whether they were accepted. */
  readonly #unsure = new Set<string>();
  /** Somebody wanted to take these back. */
  readonly #takenBack = new Set<string>();
  /** The words of edited messages: those of the last edit that took effect, and those of edits that nobody heard of. */
  readonly #words = new Map<string, { current: string; readonly unheard: Set<string> }>();
  #edits = 0;
  /** Tries to change a question, in any room. */
  #changes = 0;
  /** By room: edits and deletions whose effect nobody heard of. */
  readonly #unheardChanges = new Map<string, number>();
  /** Turns whose question may have changed during a run. */
  readonly #changed = new Set<string>();
  /** Turns that were promised an answer to their last words. */
  readonly #answeredAnew = new Set<string>();
  readonly #savedPlaces = new Map<string, number>();
  /** Turns whose material was saved, and whose question nobody has tried to change since. */
  readonly #gathered = new Set<string>();
  readonly #claims = new Map<string, number>();
  readonly #lastClaimed = new Map<string, number>();
  readonly #resets = new Map<string, number>();

  /** `disk` is empty. */
  constructor(clock: FakeClock, disk: StorageAdapter, { isShared = false } = {}) {
    this.#clock = clock;
    this.#disk = disk;
    if (!isShared) return;
    const chats = ROOMS.filter((room) => !PARENT_OF[room]).map((room) => `test:${room}`);
    this.#hosts = new TwoHosts(chats, () => this.#open(true));
  }

  async start(death: Death | undefined): Promise<void> {
    this.lives += 1;
    this.#nextDeath = death;
    if (this.#hosts) await this.#startHosts(this.#hosts);
    else await this.#startAlone();
    for (const message of [...this.#undelivered.values()]) await this.#deliver(message);
  }

  async #startAlone(): Promise<void> {
    this.#running = new Map();
    this.#lastClaimed.clear();
    const { turns, conversations, store, isDead } = await this.#open(false);
    this.#turns = turns;
    this.#conversations = conversations;
    this.#store = store;
    this.#isDead = isDead;
  }

  async #startHosts(hosts: TwoHosts): Promise<void> {
    this.#turns = hosts.turns;
    this.#conversations = hosts.conversations;
    const lost = await hosts.start();
    this.#store = hosts.store;
    this.#isDead = () => hosts.isDead;
    for (const room of ROOMS)
      if (lost.includes(chatKey(this.#channel(room)))) this.#forgetRuns(room);
  }

  async #open(isShared: boolean): Promise<Host> {
    const death = this.#nextDeath;
    this.#nextDeath = undefined;
    const atWrite = () => (this.#isSafe ? Number.POSITIVE_INFINITY : death?.atWrite);
    const { adapter, isDead } = createDyingAdapter(this.#disk, death && withWrite(death, atWrite));
    const store = createStore({ adapter, clock: this.#clock });
    const options = { historyDaysOf: () => 0, waitingLimit: 1_000, isShared };
    const parts = { store, clock: this.#clock, log: silentLog };
    return { ...(await openConversations({ ...parts, ...options })), store, isDead };
  }

  /** The process that answers in a room has died, or has left it. */
  #forgetRuns(room: string): readonly Turn[] {
    const runs = [...this.#running.values()].filter(
      ({ conversation }) => conversation === `test:${room}`,
    );
    for (const { id } of runs) this.#running.delete(id);
    this.#lastClaimed.delete(`test:${room}`);
    return runs;
  }

  #channel(room: string): Channel {
    const parentId = this.#hosts && PARENT_OF[room];
    return { ...channel(room), ...(parentId !== undefined && { parentId }) };
  }

  async #handOver(room: string): Promise<void> {
    if (!this.#hosts) return;
    const { id, parentId = id } = this.#channel(room);
    const rooms = ROOMS.filter((each) => (PARENT_OF[each] ?? each) === parentId);
    const runs = rooms.flatMap((each) => this.#forgetRuns(each));
    // A run that was put back in order counts as no resume.
    for (const run of runs) this.#claims.set(run.id, (this.#claims.get(run.id) ?? 1) - 1);
    await this.#hosts.handOver(this.#channel(room), runs);
    this.handOvers += 1;
  }

  /** Does operations at the same time, and gives whether the process lives on. */
  async run(operations: readonly Operation[]): Promise<boolean> {
    await this.#clock.advance(1);
    await Promise.all(
      operations.map((operation) =>
        this.#do(operation).catch((error: unknown) => {
          if (!this.#isDead() || error instanceof assert.AssertionError) throw error;
        }),
      ),
    );
    return !this.#isDead();
  }

  #do(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case 'say':
        return this.#deliver(this.#say(operation));
      case 'say more':
        return this.#sayMore(this.#say(operation));
      case 'say both':
        return this.#sayMore(this.#say(operation), this.#say(operation));
      case 'substitute':
        return this.#substitute(operation.which);
      case 'repeat':
        return this.#repeat(operation.which);
      case 'claim':
        return this.#claim();
      case 'checkpoint':
        return this.#checkpoint(operation.which);
      case 'gather':
        return this.#gather(operation.which);
      case 'close':
        return this.#close(operation.which);
      case 'reopen':
        return this.#reopen(operation.which);
      case 'edit':
        return this.#edit(operation.which);
      case 'take back':
        return this.#takeBack(operation.which);
      case 'forget':
        return this.#forget(operation.which);
      case 'drop':
        return this.#drop(pick(ROOMS, operation.room));
      case 'reset':
        return this.#reset(pick(ROOMS, operation.room));
      case 'hand over':
        return this.#handOver(pick(ROOMS, operation.room));
    }
  }

  /** Every message comes with a file. */
  #say({ room, person }: { readonly room: number; readonly person: number }): NewTurn {
    return this.#sayIn(this.#channel(pick(ROOMS, room)), pick(PEOPLE, person));
  }

  #sayIn(place: Channel, by: string): NewTurn {
    const { message, address } = said({ in: place.id, by });
    return withFile({
      message: { ...message, channel: place },
      address: { ...address, channel: place },
    });
  }

  async #deliver(message: NewTurn): Promise<void> {
    const { id, channel: room } = message.message;
    // It may join a turn that was put back, and what was gathered for that does not cover it.
    if (this.#hosts) this.#forgetGathered(room.id);
    this.#undelivered.set(id, message);
    assert.notEqual(await this.#turns.accept(message), 'full');
    this.#undelivered.delete(id);
    this.#accepted.set(id, message);
  }

  /** As `#deliver`. The turn that the message joins was promised an answer to all of its words. */
  async #sayMore(message: NewTurn, companion?: NewTurn): Promise<void> {
    const { id, channel: room } = message.message;
    this.#undelivered.set(id, message);
    if (companion) this.#unsure.add(companion.message.id);
    await this.#change(room.id, async () => {
      const companions = companion ? [companion.message] : [];
      const outcome = await this.#turns.accept({ ...message, companions }, () => true);
      assert.ok(outcome === 'accepted' || outcome === 'joined', outcome);
      if (companion) this.#accepted.set(companion.message.id, companion);
      this.#undelivered.delete(id);
      this.#accepted.set(id, message);
      if (outcome === 'accepted') return { kind: 'kept' };

      this.joins += 1;
      const open = await this.#turns.open(room);
      const turn = open.find(({ inputs }) => inputs.some((input) => input.id === id));
      // It may have been closed since.
      return turn ? { kind: 'reopened', turn } : { kind: 'changed' };
    });
  }

  /** A proxy shows a message again. */
  async #substitute(which: number): Promise<void> {
    const accepted = [...this.#accepted.values()];
    if (accepted.length === 0) return;
    const { message: original } = pick(accepted, which);
    const copy = this.#sayIn(original.channel, 'proxy');
    this.#unsure.add(copy.message.id);
    this.#takenBack.add(original.id);
    const change = await this.#change(original.channel.id, () =>
      this.#turns.substitute(original, copy),
    );
    // A run whose answer is visible goes on with the original.
    for (const { id, address } of this.#running.values())
      if (address.channel.id === original.channel.id) this.#changed.add(id);
    if (change.kind !== 'unknown') this.#accepted.set(copy.message.id, copy);
  }

  async #repeat(which: number): Promise<void> {
    const messages = [...this.#accepted.values()];
    if (messages.length === 0) return;
    assert.equal(await this.#turns.accept(pick(messages, which)), 'duplicate', 'accepted before');
  }

  async #claim(): Promise<void> {
    const turn = await this.#turns.claim();
    if (!turn) return;
    const isTakenBack = turn.inputs.length === 0;
    const hasNewRun = turn.rerun !== undefined || isTakenBack;
    assert.ok(hasNewRun || !this.#ended.has(turn.id), `${turn.id} had ended`);
    const others = [...this.#running.values()];
    assert.ok(
      !others.some(({ conversation }) => conversation === turn.conversation),
      'one at a time',
    );
    const isInOrder = turn.sequence > (this.#lastClaimed.get(turn.conversation) ?? 0);
    assert.ok(hasNewRun || isInOrder, 'in order');
    assert.ok(
      turn.resumes < this.lives,
      'resumed no more often than the process was started again',
    );
    assert.ok(turn.resumes >= (this.#claims.get(turn.id) ?? 0), 'every broken run is counted');
    assert.ok(
      turn.answerMessages.length >= (this.#savedPlaces.get(turn.id) ?? 0),
      'what was saved is there',
    );
    this.#claims.set(turn.id, (this.#claims.get(turn.id) ?? 0) + 1);
    if (!hasNewRun) this.#lastClaimed.set(turn.conversation, turn.sequence);
    this.#running.set(turn.id, turn);
  }

  async #checkpoint(which: number): Promise<void> {
    const turn = this.#pickRunning(which);
    if (!turn) return;
    const answerMessages = [...turn.answerMessages, { messageId: `${turn.answerMessages.length}` }];
    const { length } = answerMessages;
    this.#running.set(turn.id, { ...turn, answerMessages });
    await this.#turns.checkpoint(turn, { answerMessages, creating: false });
    this.#savedPlaces.set(turn.id, Math.max(length, this.#savedPlaces.get(turn.id) ?? 0));
  }

  /** What is gathered of the files stays with the turn, as long as nobody changes its question. */
  async #gather(which: number): Promise<void> {
    const turn = this.#pickRunning(which);
    // A stopped turn is asked to no model.
    if (!turn || turn.isStopped || turn.inputs.length === 0) return;
    const files = turn.inputs.flatMap(({ attachments }) =>
      attachments.map(({ ref, name }) => ({ ref, name, kind: 'text' as const, text: ref })),
    );
    const changesBefore = this.#changes;
    await this.#turns.keepMaterial(turn, { files, background: [] });
    const isUnchanged = changesBefore === this.#changes && !this.#changed.has(turn.id);
    if (isUnchanged) this.#gathered.add(turn.id);
  }

  async #close(which: number): Promise<void> {
    const turn = this.#pickRunning(which);
    if (!turn) return;
    // Another turn of this conversation may be claimed before we hear that this one was closed.
    this.#running.delete(turn.id);
    const { id, inputs, versions } = turn;
    // The close of a run that answered old words leaves the turn open, and its runs are counted anew.
    if (this.#changed.has(id)) this.#claims.delete(id);
    if (inputs.length === 0) return this.#turns.close(turn, { state: 'stopped' });

    const version = {
      text: `version ${versions.length}`,
      provider: 'p',
      model: wordsOf(turn),
      end: 'stop' as const,
    };
    const closed: Turn = { ...turn, state: 'done', versions: [...versions, version] };
    const count = this.#versions.get(id) ?? { least: 0, most: 1, closed: 0 };
    this.#versions.set(id, count);
    await this.#turns.close(turn, { state: 'done', versions: closed.versions });
    this.#ended.set(id, closed);
    this.#claims.delete(id);
    const { length } = closed.versions;
    Object.assign(count, { closed: length, least: Math.max(count.least, length) });
  }

  async #drop(room: string): Promise<void> {
    const { dropped } = await this.#turns
      .dropWaiting(this.#channel(room))
      .finally(() => this.#forgetReruns(room));
    for (const turn of dropped) if (!turn.isStopped) this.#ended.set(turn.id, turn);
  }

  /** What was to be done once more in a room may have been dropped. */
  #forgetReruns(room: string): void {
    for (const [id, count] of this.#versions)
      if (id.startsWith(`test:${room}#`)) count.least = count.closed;
    this.#forgetPromises(room);
  }

  #forgetPromises(room: string): void {
    for (const id of this.#answeredAnew)
      if (id.startsWith(`test:${room}#`)) this.#answeredAnew.delete(id);
  }

  async #reopen(which: number): Promise<void> {
    const answered = [...this.#ended.values()].filter(({ versions }) => versions.length > 0);
    if (answered.length === 0) return;
    const turn = pick(answered, which);
    const count = this.#versions.get(turn.id);
    assert.ok(count);
    count.most += 1;
    // Whether or not we hear of it, its runs are counted anew.
    this.#claims.delete(turn.id);
    const outcome = await this.#turns.reopen(turn, { kind: 'regenerate' });
    const mayBeWithdrawn = turn.inputs.some(({ id }) => this.#takenBack.has(id));
    assert.ok(outcome !== 'gone' || mayBeWithdrawn, 'only a withdrawn question is gone');
    if (outcome === 'reopened') count.least += 1;
  }

  async #edit(which: number): Promise<void> {
    const accepted = [...this.#accepted.values()];
    if (accepted.length === 0) return;
    const { message } = pick(accepted, which);
    const text = `edit ${this.#edits++}`;
    const words = this.#words.get(message.id) ?? { current: message.text, unheard: new Set() };
    this.#words.set(message.id, words);
    words.unheard.add(text);
    const change = await this.#change(message.channel.id, () =>
      this.#turns.edit({ ...message, text }),
    );
    words.unheard.delete(text);
    if (change.kind === 'changed' || change.kind === 'reopened') words.current = text;
  }

  async #takeBack(which: number): Promise<void> {
    const accepted = [...this.#accepted.values()];
    if (accepted.length === 0) return;
    const { message } = pick(accepted, which);
    this.#takenBack.add(message.id);
    await this.#change(message.channel.id, () => this.#turns.withdraw(message.channel, message.id));
  }

  async #forget(which: number): Promise<void> {
    const known = [...this.#running.values(), ...this.#ended.values()];
    if (known.length === 0) return;
    const turn = pick(known, which);
    const { channel: room } = turn.address;
    // Messages may have joined the turn since.
    for (const message of this.#accepted.values())
      if (message.message.channel.id === room.id) this.#takenBack.add(message.message.id);
    for (const id of this.#unsure) this.#takenBack.add(id);
    await this.#change(room.id, () => this.#turns.forget(turn));
  }

  #forgetGathered(room: string): void {
    for (const id of this.#gathered) if (id.startsWith(`test:${room}#`)) this.#gathered.delete(id);
  }

  /** Makes a change of a question, and remembers what it promised. */
  async #change(room: string, apply: () => Promise<QuestionChange>): Promise<QuestionChange> {
    this.#changes += 1;
    const unheard = this.#unheardChanges.get(room) ?? 0;
    this.#unheardChanges.set(room, unheard + 1);
    this.#forgetGathered(room);
    // Until its effect is known, nothing is certain: an ended turn may be open again, and its runs are counted anew.
    for (const id of this.#claims.keys()) {
      if (!id.startsWith(`test:${room}#`)) continue;
      if (this.#running.has(id)) this.#changed.add(id);
      else this.#claims.delete(id);
    }

    const change = await apply().catch((error: unknown) => {
      this.#forgetPromises(room);
      throw error;
    });
    this.#unheardChanges.set(room, (this.#unheardChanges.get(room) ?? 1) - 1);
    if (change.kind === 'changed') this.#forgetPromises(room);
    if (change.kind !== 'reopened') return change;

    const { id } = change.turn;
    const count = this.#versions.get(id) ?? { least: 0, most: 1, closed: 0 };
    this.#versions.set(id, { ...count, most: count.most + 1 });
    this.#answeredAnew.add(id);
    this.#changed.add(id);
    return change;
  }

  async #reset(room: string): Promise<void> {
    await this.#conversations.reset(this.#channel(room));
    this.#resets.set(room, (this.#resets.get(room) ?? 0) + 1);
  }

  #pickRunning(which: number): Turn | undefined {
    const running = [...this.#running.values()];
    return running.length > 0 ? pick(running, which) : undefined;
  }

  /** From now on, nobody dies. */
  makeSafe(): void {
    this.#isSafe = true;
  }

  /** After the last start: answers everything, then looks at all that was promised. */
  async finish(): Promise<void> {
    for (await this.#claim(); this.#running.size > 0; await this.#claim()) await this.#close(0);
    const turns = (await Promise.all(ROOMS.map((room) => this.#allTurns(room)))).flat();
    for (const { id, state } of turns)
      assert.ok(state === 'done' || state === 'stopped', `${id} is ${state}`);
    const inputs = turns.flatMap((turn) => turn.inputs).map(({ id }: ChatMessage) => id);
    assert.equal(new Set(inputs).size, inputs.length, 'no message is in two turns');
    for (const id of inputs) {
      assert.ok(this.#accepted.has(id) || this.#unsure.has(id), 'nobody else said anything');
    }
    for (const id of this.#accepted.keys()) {
      assert.ok(this.#takenBack.has(id) || inputs.includes(id), 'every message is in one');
    }
    for (const turn of turns) {
      this.#checkVersions(turn);
      this.#checkMaterial(turn);
    }
  }

  #checkMaterial({ id, inputs, material }: Turn): void {
    const own = inputs.map(fileOf);
    const kept = material?.files.map(({ ref }) => ref) ?? [];
    assert.ok(
      kept.every((ref) => own.includes(ref)),
      `${id} keeps nothing of a message that was taken back`,
    );
    if (this.#gathered.has(id)) assert.deepEqual(kept, own, `${id} keeps what was gathered`);
  }

  #checkVersions(turn: Turn): void {
    const { id, inputs, versions, rerun } = turn;
    assert.equal(rerun, undefined, 'what was to be done once more is done');
    if (inputs.length === 0) {
      assert.deepEqual(versions, [], 'nothing of a forgotten answer stays');
      return;
    }
    for (const { id: messageId, text } of inputs) {
      const { current = text, unheard } = this.#words.get(messageId) ?? {};
      assert.ok(text === current || unheard?.has(text), `${messageId} has its last words`);
    }
    const isPromised = this.#answeredAnew.has(id);
    assert.ok(
      !isPromised || versions.at(-1)?.model === wordsOf(turn),
      `${id} answers its last words`,
    );

    const { least, most } = this.#versions.get(id) ?? { least: 0, most: 1 };
    const allowance = this.#unheardChanges.get(inputs[0]?.channel.id ?? '') ?? 0;
    assert.ok(
      versions.length >= least,
      `${id} lost a version: it has ${versions.length} of ${least}`,
    );
    assert.ok(
      versions.length <= most + allowance,
      `${id} was answered too often: ${versions.length} instead of ${most}`,
    );
    assert.ok(
      versions.every(({ text }, index) => text === `version ${index}`),
      'each version is the next one',
    );
  }

  /** Read from the disk, past the code under test. */
  async #allTurns(room: string): Promise<Turn[]> {
    const head = (await this.#store.get(`head:test:${room}`)) as
      | { sequence: number; epoch: number }
      | undefined;
    assert.ok((head?.epoch ?? 0) >= (this.#resets.get(room) ?? 0), 'no reset is lost');
    const keys = Array.from(
      { length: head?.sequence ?? 0 },
      (_, index) => `turn:test:${room}#${index + 1}`,
    );
    const turns = (await this.#store.getMany(keys)) as (Turn | undefined)[];
    return turns.filter((turn) => turn !== undefined);
  }
}

function withWrite({ arrives }: Death, atWrite: () => number | undefined): Death {
  return {
    arrives,
    get atWrite() {
      return atWrite() ?? 0;
    },
  };
}

function withFile({ message, address }: NewTurn): NewTurn {
  const file = { ref: fileOf(message), name: 'a.txt', mime: 'text/plain', bytes: 1 };
  return { message: { ...message, attachments: [file] }, address };
}

function fileOf({ id }: Pick<ChatMessage, 'id'>): string {
  return `file of ${id}`;
}

function wordsOf({ inputs }: Turn): string {
  return inputs.map(({ text }) => text).join();
}

function pick<Item>(items: readonly Item[], which: number): Item {
  const item = items[which % items.length];
  assert.ok(item !== undefined);
  return item;
}
