import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import type { LocalNetworks } from '../helpers/start-parley.ts';
import type { Random } from './random.ts';

/** Where somebody talks with the bot. */
export interface Seat {
  readonly network: LocalNetwork;
  readonly roomId: string;
  readonly authorId: string;
  /** What a question begins with there. */
  readonly mention: string;
}

export interface Asked {
  readonly question: string;
  readonly seat: Seat;
  readonly message: ShownMessage;
}

export interface People {
  readonly seats: readonly Seat[];
  readonly asked: ReadonlyMap<string, Asked>;
  readonly commands: number;
  readonly presses: number;
  /** One person does something somewhere: a question, a burst of them, a reply to the bot, a command, or a press of a button. */
  act(): Promise<void>;
  ask(seat: Seat): Promise<Asked>;
}

/** Two people in all kinds of rooms of both networks. */
export function createPeople({ discord, telegram }: LocalNetworks, random: Random): People {
  const asked = new Map<string, Asked>();
  let commands = 0;
  let presses = 0;
  const otherOn = (network: LocalNetwork) =>
    network.people().find(({ id, isBot }) => !isBot && id !== network.me.id)?.id ?? network.me.id;
  const seats = [discord, telegram].flatMap((network): Seat[] => {
    const both = [network.me.id, otherOn(network)];
    const shared = network.rooms().filter(({ kind }) => kind !== 'direct');
    const mention = network.name === 'discord' ? '@Parley ' : '@parley_bot ';
    const direct = network.rooms().find(({ kind }) => kind === 'direct')?.id ?? '';
    const others =
      network.name === 'discord' ? discord.controls.openDirect(otherOn(network)).id : direct;
    return [
      ...shared.flatMap(({ id: roomId }) =>
        both.map((authorId) => ({ network, roomId, authorId, mention })),
      ),
      { network, roomId: direct, authorId: network.me.id, mention: '' },
      { network, roomId: others, authorId: otherOn(network), mention: '' },
    ];
  });

  async function ask(seat: Seat, replyTo?: string): Promise<Asked> {
    const { network, roomId, authorId, mention } = seat;
    const question = `q${asked.size + 1}`;
    // Known before it is said: a fast bot has heard of it when `say` resolves.
    const entry = { question, seat, message: undefined as unknown as ShownMessage };
    asked.set(question, entry);
    const text = `${mention}ask:${question} please`;
    entry.message = await network.say({
      roomId,
      authorId,
      text,
      ...(replyTo !== undefined && { replyTo }),
    });
    return entry;
  }

  /** Stops an answer, wants another version of it, or turns back to one. What is continued has words of two requests: not here. */
  function press({ network, roomId, authorId }: Seat): void {
    const buttons = network
      .history(roomId, authorId)
      .slice(-10)
      .flatMap(({ id, buttons: rows }) =>
        rows.flat().map((button) => ({ messageId: id, ...button })),
      )
      .filter(({ label }) => label !== 'Continue');
    if (buttons.length === 0) return;
    presses += 1;
    const { messageId, id: buttonId } = random.pick(buttons);
    // Without a bot that hears it, a press fails, and after a while at that.
    void network.press({ roomId, authorId, messageId, buttonId }).catch(() => {});
  }

  return {
    seats,
    asked,
    get commands() {
      return commands;
    },
    get presses() {
      return presses;
    },
    ask,
    async act() {
      const seat = random.pick(seats);
      if (random.chance(0.25)) return press(seat);
      const { network, roomId, authorId } = seat;
      if (random.chance(0.08)) {
        commands += 1;
        const name = random.pick(['stop', 'reset', 'help']);
        // Without a bot that hears it, an interaction fails.
        return network.run({ roomId, authorId, name }).catch(() => {});
      }
      const last = network
        .history(roomId, authorId)
        .findLast(({ author, draft }) => author.id === network.bot.id && !draft);
      await ask(seat, last && random.chance(0.2) ? last.id : undefined);
      while (random.chance(0.3)) await ask(seat);
    },
  };
}
