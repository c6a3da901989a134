import type { LocalNetwork, ShownMessage } from '../../../playground/local-network.ts';
import type { LocalNetworks } from '../../helpers/start-parley.ts';
import { questionsIn, wordsIn } from '../marks.ts';
import type { AskedQuestion, Seat } from '../people.ts';
import type { Random } from '../random.ts';

/** A question of the crowd, with what people did to its message. */
export interface CrowdQuestion extends AskedQuestion {
  /** The marks that its message held before it was edited. */
  readonly earlier: readonly string[];
}

/** Many people in many rooms of both networks, and what they have done. */
export interface Crowd {
  readonly seats: readonly Seat[];
  /** What people want to be answered, by the mark that the message holds now. */
  readonly questions: ReadonlyMap<string, CrowdQuestion>;
  /** The marks of messages that people deleted, or wrote anew. */
  readonly withdrawn: ReadonlySet<string>;
  /** The messages that people deleted. */
  readonly deleted: readonly ShownMessage[];
  readonly counts: Readonly<Record<Deed, number>>;
  /** One person does something somewhere, where not too much waits for an answer. */
  act(): Promise<void>;
  /** Resolves when every press and every command has its outcome. */
  idle(): Promise<void>;
}

export interface CrowdOptions {
  readonly people: number;
  readonly rooms: number;
  /** Nobody writes in groups on Telegram: after a death, the next process may have to wait there for up to a minute. */
  readonly isQuick: boolean;
  /** How often people do these things instead of asking, each from 0 to 1. */
  readonly shares?: Readonly<Partial<Record<Deed, number>>> | undefined;
}

type BothNetworks = Pick<LocalNetworks, 'discord' | 'telegram'>;

export type Deed = 'question' | 'follow-up' | 'edit' | 'deletion' | 'stop' | 'press' | 'thread';

/** The questions of a room that wait: with more, the bot refuses some, as it should. */
const MOST_WAITING = 3;
const MOST_THREADS = 6;
const LOOK_BACK = 40;

/** Seats a crowd: `people` more on each network, and `rooms` more channels on Discord. */
export function createCrowd(
  { discord, telegram }: BothNetworks,
  random: Random,
  options: CrowdOptions,
): Crowd {
  const seats = seatCrowd({ discord, telegram }, options);
  const questions = new Map<string, CrowdQuestion>();
  const withdrawn = new Set<string>();
  const deleted: ShownMessage[] = [];
  const pending = new Set<Promise<unknown>>();
  const counts = {
    question: 0,
    'follow-up': 0,
    edit: 0,
    deletion: 0,
    stop: 0,
    press: 0,
    thread: 0,
  };
  let marks = 0;

  function keepPending(outcome: Promise<unknown>): void {
    // A press or a command fails when no bot receives it.
    const settled = outcome.catch(() => {}).finally(() => pending.delete(settled));
    pending.add(settled);
  }

  const newMark = () => {
    marks += 1;
    return `q${marks}`;
  };
  const textOf = (seat: Seat, question: string) => `${seat.mention}ask:${question} please`;

  async function ask(seat: Seat): Promise<void> {
    const question = newMark();
    // Recorded before the call: a fast bot has the question before `say` resolves.
    const entry = {
      ...{ question, seat, file: undefined, earlier: [] },
      message: undefined as unknown as ShownMessage,
    };
    questions.set(question, entry);
    const { network, roomId, authorId } = seat;
    entry.message = await network.say({ roomId, authorId, text: textOf(seat, question) });
  }

  /** The newest question of a seat that people still want answered. */
  const newestOf = (seat: Seat) =>
    [...questions.values()].findLast((each) => each.seat === seat && each.message !== undefined);

  async function edit(seat: Seat): Promise<boolean> {
    const old = newestOf(seat);
    // The local Telegram edits in the direct chat of one person only.
    const isElsewhere = seat.mention === '' && seat.authorId !== seat.network.me.id;
    if (!old || (seat.network.name === 'telegram' && isElsewhere)) return false;
    const question = newMark();
    questions.delete(old.question);
    withdrawn.add(old.question);
    questions.set(question, { ...old, question, earlier: [...old.earlier, old.question] });
    await seat.network.edit(seat.roomId, old.message.id, textOf(seat, question));
    return true;
  }

  /** Telegram tells bots of no deletion. */
  async function remove(seat: Seat): Promise<boolean> {
    const old = newestOf(seat);
    if (!old || seat.network.name === 'telegram') return false;
    questions.delete(old.question);
    for (const mark of [old.question, ...old.earlier]) withdrawn.add(mark);
    deleted.push(old.message);
    await seat.network.remove(seat.roomId, old.message.id);
    return true;
  }

  function press(seat: Seat): boolean {
    const { network, roomId, authorId } = seat;
    const button = newestMessages(seat)
      .flatMap(({ id, buttons }) => buttons.flat().map((each) => ({ messageId: id, ...each })))
      .findLast(({ label }) => label === 'Regenerate');
    if (!button) return false;
    const { messageId, id: buttonId } = button;
    keepPending(network.press({ roomId, authorId, messageId, buttonId }));
    return true;
  }

  async function openThread(seat: Seat): Promise<boolean> {
    if (counts.thread >= MOST_THREADS || seat.network !== discord || !isChannel(discord, seat))
      return false;
    const room = await discord.openThread({ roomId: seat.roomId, name: `talk ${marks}` });
    const opened = { ...seat, roomId: room.id };
    seats.push(opened);
    await ask(opened);
    return true;
  }

  /** The questions of a room whose answers have not ended. */
  function countWaiting(seat: Seat): number {
    const ended = new Set(
      newestMessages(seat)
        .flatMap(({ text }) => wordsIn(text))
        .filter(({ isLast }) => isLast)
        .map(({ question }) => question),
    );
    const asked = newestMessages(seat, false).flatMap(({ text }) => questionsIn(text));
    return asked.slice(-2 * MOST_WAITING).filter((mark) => questions.has(mark) && !ended.has(mark))
      .length;
  }

  function newestMessages({ network, roomId, authorId }: Seat, isOfBot = true) {
    return network
      .history(roomId, authorId)
      .slice(-LOOK_BACK)
      .filter(({ author }) => (author.id === network.bot.id) === isOfBot);
  }

  async function askAgain(seat: Seat): Promise<boolean> {
    await ask(seat);
    const others = seats.filter(
      ({ network, roomId }) => network === seat.network && roomId === seat.roomId,
    );
    // On Telegram, all direct chats have the same room id.
    const isShared = seat.mention !== '';
    await ask(isShared ? random.pick(others) : seat);
    return true;
  }

  async function stop({ network, roomId, authorId }: Seat): Promise<boolean> {
    keepPending(network.run({ roomId, authorId, name: 'stop' }));
    return true;
  }

  const deeds: readonly (readonly [Deed, number, (seat: Seat) => Promise<boolean> | boolean])[] = [
    ['follow-up', 0.2, askAgain],
    ['press', 0.07, press],
    ['edit', 0.06, edit],
    ['deletion', 0.03, remove],
    ['stop', 0.03, stop],
    ['thread', 0.02, openThread],
  ];

  async function doSome(seat: Seat): Promise<Deed> {
    let draw = random.next();
    for (const [deed, usualShare, work] of deeds) {
      draw -= options.shares?.[deed] ?? usualShare;
      if (draw < 0 && (await work(seat))) return deed;
      if (draw < 0) break;
    }
    await ask(seat);
    return 'question';
  }

  return {
    seats,
    questions,
    withdrawn,
    deleted,
    counts,
    async act() {
      const seat = random.pick(seats);
      if (countWaiting(seat) >= MOST_WAITING) return;
      counts[await doSome(seat)] += 1;
    },
    async idle() {
      await Promise.all(pending);
    },
  };
}

function isChannel(network: LocalNetwork, { roomId }: Seat): boolean {
  return network.rooms().find(({ id }) => id === roomId)?.kind === 'channel';
}

function seatCrowd(
  { discord, telegram }: BothNetworks,
  { people, rooms, isQuick }: CrowdOptions,
): Seat[] {
  for (let index = 0; index < rooms; index++) discord.controls.addChannel(`room-${index}`);
  for (let index = 0; index < people; index++) {
    discord.controls.addPerson(`Guest${index}`);
    telegram.controls.addPerson(`Guest${index}`);
  }
  return [discord, telegram].flatMap((network): Seat[] => {
    const persons = network.people().filter(({ isBot }) => !isBot);
    const mention = network.name === 'discord' ? '@Parley ' : '@parley_bot ';
    const hasShared = !(isQuick && network.name === 'telegram');
    const shared = network.rooms().filter(({ kind }) => hasShared && kind !== 'direct');
    const direct = network.rooms().find(({ kind }) => kind === 'direct')?.id ?? '';
    return [
      ...shared.flatMap(({ id: roomId }) =>
        persons.slice(0, 2).map(({ id: authorId }) => ({ network, roomId, authorId, mention })),
      ),
      ...persons.map(({ id: authorId }) => ({
        ...{ network, authorId, mention: '' },
        roomId:
          network.name === 'telegram' || authorId === network.me.id
            ? direct
            : discord.controls.openDirect(authorId).id,
      })),
    ];
  });
}
