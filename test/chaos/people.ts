import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import type { SaidFile } from '../../playground/said-message.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import type { LocalNetworks } from '../helpers/start-parley.ts';
import { happensWithin } from './happens-within.ts';
import { writeFile } from './marks.ts';
import type { ActKind } from './plans.ts';
import type { Random } from './random.ts';

/** One person in one room. */
export interface Seat {
  readonly network: LocalNetwork;
  readonly roomId: string;
  readonly authorId: string;
  /** The beginning of every question there. */
  readonly mention: string;
}

/** A question and the message that holds it. */
export interface AskedQuestion {
  readonly question: string;
  readonly seat: Seat;
  readonly message: ShownMessage;
  /** What came along. */
  readonly file: 'text' | 'picture' | undefined;
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** The people who talk with the bot, and what they have done. */
export interface People {
  readonly seats: readonly Seat[];
  readonly questions: ReadonlyMap<string, AskedQuestion>;
  readonly commands: number;
  readonly presses: number;
  /**
   * One person does something at a random seat. `isBotReady`: a press may wait until the bot shows a button somewhere; without a button
   * the person asks instead.
   */
  act(kind: ActKind, isBotReady: boolean): Promise<void>;
  ask(seat: Seat): Promise<AskedQuestion>;
  /** Resolves when every press and every command has its outcome. */
  idle(): Promise<void>;
}

interface ShownButton {
  readonly seat: Seat;
  readonly messageId: string;
  readonly buttonId: string;
}

const BUTTON_GIVE_UP_MS = 15_000;

/** Two people in all kinds of rooms of both networks. */
export function createPeople(networks: LocalNetworks, random: Random): People {
  const questions = new Map<string, AskedQuestion>();
  const pending = new Set<Promise<unknown>>();
  const seats = seatsOf(networks);
  let commands = 0;
  let presses = 0;

  function keepPending(outcome: Promise<unknown>): void {
    // A press or a command fails when no bot receives it.
    const settled = outcome.catch(() => {}).finally(() => pending.delete(settled));
    pending.add(settled);
  }

  async function ask(seat: Seat, replyTo?: string): Promise<AskedQuestion> {
    const { network, roomId, authorId, mention } = seat;
    const question = `q${questions.size + 1}`;
    // Recorded before the call: a fast bot has the question before `say` resolves.
    const file = random.chance(0.3) ? random.pick(['text', 'picture'] as const) : undefined;
    const entry = { question, seat, file, message: undefined as unknown as ShownMessage };
    questions.set(question, entry);

    const text = `${mention}ask:${question} please`;
    const attached = file && fileOf(file, question);
    const message = omitUndefined({ roomId, authorId, text, replyTo, file: attached });
    entry.message = await network.say(message);
    return entry;
  }

  async function askSome(seat: Seat): Promise<void> {
    const { network, roomId, authorId } = seat;
    const lastAnswer = network
      .history(roomId, authorId)
      // A reply to what only one person sees is no question: nobody else has read what it is about.
      .findLast(({ author, draft, onlyYou }) => author.id === network.bot.id && !draft && !onlyYou);
    const isReply = lastAnswer !== undefined && random.chance(0.2);
    await ask(seat, isReply ? lastAnswer.id : undefined);
    while (random.chance(0.3)) await ask(seat);
  }

  /** Presses a button, which stops an answer, regenerates it, or shows another version. */
  function press({ seat, messageId, buttonId }: ShownButton): void {
    presses += 1;
    const { network, roomId, authorId } = seat;
    keepPending(network.press({ roomId, authorId, messageId, buttonId }));
  }

  function runCommand({ network, roomId, authorId }: Seat): void {
    commands += 1;
    keepPending(network.run({ roomId, authorId, name: random.pick(['stop', 'reset', 'help']) }));
  }

  async function findButtons(seat: Seat, isBotReady: boolean): Promise<ShownButton[]> {
    const buttons = buttonsAt(seat);
    if (buttons.length > 0 || !isBotReady || questions.size === 0) return buttons;
    const anywhere = () => seats.flatMap(buttonsAt);
    await happensWithin(BUTTON_GIVE_UP_MS, () => anywhere().length > 0);
    return anywhere();
  }

  return {
    seats,
    questions,
    get commands() {
      return commands;
    },
    get presses() {
      return presses;
    },
    ask,

    async act(kind, isBotReady) {
      const seat = random.pick(seats);
      if (kind === 'command') return runCommand(seat);
      if (kind === 'ask') return askSome(seat);
      const buttons = await findButtons(seat, isBotReady);
      if (buttons.length > 0) press(random.pick(buttons));
      else await askSome(seat);
    },

    async idle() {
      await Promise.all(pending);
    },
  };
}

function fileOf(kind: 'text' | 'picture', question: string): SaidFile {
  return kind === 'text'
    ? { name: 'words.txt', mime: 'text/plain', bytes: Buffer.from(writeFile(question)) }
    : { name: 'pixel.png', mime: 'image/png', bytes: PIXEL };
}

function seatsOf({ discord, telegram }: LocalNetworks): Seat[] {
  return [discord, telegram].flatMap((network): Seat[] => {
    const other = otherPerson(network);
    const shared = network.rooms().filter(({ kind }) => kind !== 'direct');
    const mention = network.name === 'discord' ? '@Parley ' : '@parley_bot ';
    const direct = network.rooms().find(({ kind }) => kind === 'direct')?.id ?? '';
    const othersDirect =
      network.name === 'discord' ? discord.controls.openDirect(other).id : direct;
    return [
      ...shared.flatMap(({ id: roomId }) =>
        [network.me.id, other].map((authorId) => ({ network, roomId, authorId, mention })),
      ),
      { network, roomId: direct, authorId: network.me.id, mention: '' },
      { network, roomId: othersDirect, authorId: other, mention: '' },
    ];
  });
}

function otherPerson(network: LocalNetwork): string {
  const other = network.people().find(({ id, isBot }) => !isBot && id !== network.me.id);
  return other?.id ?? network.me.id;
}

/** The buttons of the newest messages, except Continue: a continued answer has the words of two requests, which no verdict expects. */
function buttonsAt(seat: Seat): ShownButton[] {
  return seat.network
    .history(seat.roomId, seat.authorId)
    .slice(-10)
    .flatMap(({ id: messageId, buttons }) =>
      buttons.flat().map((button) => ({ messageId, ...button })),
    )
    .filter(({ label }) => label !== 'Continue')
    .map(({ messageId, id: buttonId }) => ({ seat, messageId, buttonId }));
}
