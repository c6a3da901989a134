import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Conversations } from '../../src/contracts/conversations.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Turn, Turns } from '../../src/contracts/turns.ts';
import { chatKey } from '../../src/lib/chat-key.ts';

/** One process on a store that it shares. */
export interface Host {
  readonly store: Store;
  readonly turns: Turns;
  readonly conversations: Conversations;
  readonly isDead: () => boolean;
}

type Argument =
  | Channel
  | { readonly channel: Channel }
  | { readonly address: { readonly channel: Channel } };

function channelOf(argument: Argument): Channel {
  if ('address' in argument) return argument.address.channel;
  return 'channel' in argument ? argument.channel : argument;
}

/**
 * Two processes on one store. Each chat is answered by one of them, which gets its calls, as a fleet sees to it. A
 * process that dies is followed by another, and the survivor answers in its chats.
 */
export class TwoHosts {
  readonly #open: () => Promise<Host>;
  readonly #chats: readonly string[];
  readonly #hosts: Host[] = [];
  /** The index of the process that answers in a chat. */
  readonly #places = new Map<string, number>();

  constructor(chats: readonly string[], open: () => Promise<Host>) {
    this.#chats = chats;
    this.#open = open;
  }

  /** The calls of the process that answers in the chat that the first argument names. */
  readonly turns: Turns = this.#routed((host) => host.turns, {
    claim: () => this.#claim(),
  });
  readonly conversations: Conversations = this.#routed((host) => host.conversations, {});

  get isDead(): boolean {
    return this.#hosts.some(({ isDead }) => isDead());
  }

  /** Reads, past all processes that have died. */
  get store(): Store {
    const living = this.#hosts.find(({ isDead }) => !isDead());
    if (!living) throw new Error('nobody lives');
    return living.store;
  }

  /** Starts what is not there, and hands over the chats of the dead. Gives the chats that they had. */
  async start(): Promise<readonly string[]> {
    const lost: string[] = [];
    for (const index of [0, 1]) {
      const isDead = this.#hosts[index]?.isDead() ?? true;
      if (!isDead) continue;
      this.#hosts[index] = await this.#open();
      for (const [chat, place] of this.#places) if (place === index) lost.push(chat);
    }
    for (const chat of lost) await this.#adopt(chat, 1 - (this.#places.get(chat) ?? 0));
    for (const [index, chat] of this.#chats.entries())
      if (!this.#places.has(chat)) await this.#adopt(chat, index % 2);
    return lost;
  }

  /** As at a deploy: the process puts back what runs (`running`), leaves the chat, and the other one adopts it. */
  async handOver(channel: Channel, running: readonly Turn[]): Promise<void> {
    const chat = chatKey(channel);
    const place = this.#places.get(chat) ?? 0;
    for (const turn of running) await this.turns.release(turn);
    this.#hosts[place]?.turns.leave(chat);
    await this.#adopt(chat, 1 - place);
  }

  async #adopt(chat: string, place: number): Promise<void> {
    this.#places.set(chat, place);
    // Twice at once, and once more: as a job that is run again while its chat is here.
    const turns = this.#hosts[place]?.turns;
    await Promise.all([turns?.adopt(chat), turns?.adopt(chat)]);
    await turns?.adopt(chat);
  }

  async #claim(): Promise<Turn | undefined> {
    for (const { turns, isDead } of this.#hosts) {
      const turn = isDead() ? undefined : await turns.claim();
      if (turn) return turn;
    }
    return undefined;
  }

  #routed<Part extends Turns | Conversations>(
    partOf: (host: Host) => Part,
    own: Partial<Part>,
  ): Part {
    return new Proxy(own, {
      get: (_, name: string) => {
        const given = Reflect.get(own, name);
        if (given) return given;
        return (argument: Argument, ...others: unknown[]) => {
          const host = this.#hosts[this.#places.get(chatKey(channelOf(argument))) ?? 0];
          if (!host) throw new Error('not started');
          const call = Reflect.get(partOf(host), name) as (...all: unknown[]) => unknown;
          return call(argument, ...others);
        };
      },
    }) as Part;
  }
}
