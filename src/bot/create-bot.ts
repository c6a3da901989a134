import type { Address } from '../contracts/address.ts';
import type { Author, Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { InboundEvent, Inbox } from '../contracts/inbox.ts';
import { texts } from '../texts/texts.ts';
import { createAnswerTurn } from './answer-turn.ts';
import type { BotParts } from './bot-parts.ts';
import { createCommandRunner } from './create-command-runner.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { createPowers } from './create-powers.ts';
import { createSpeaker } from './create-speaker.ts';

/** The inbox, and the running of turns. */
export interface Bot extends Inbox {
  /** Begins with the turns that an earlier run left open. */
  start(): void;
  /** Answers no further turns and ends the running ones, by a mark after `graceMs`. Events are still stored. */
  drain(graceMs: number): Promise<void>;
}

export function createBot(parts: BotParts): Bot {
  const { turns, conversations, access, log } = parts;
  const dispatcher = createDispatcher(parts, createAnswerTurn(parts));
  const speaker = createSpeaker(parts);
  const commands = createCommandRunner(parts, createPowers(parts, dispatcher), speaker);

  /** Says once who is not let in and how that is cured. */
  function letIn(author: Author, address: Address): boolean {
    const { channel } = address;
    const verdict = access.check(author, channel);
    if (verdict.allowed) return true;
    const person = `${channel.platform}:${author.id}`;
    const place = `${channel.platform}:${channel.parentId ?? channel.id}`;
    const text = verdict.who === 'person' ? texts.deniedPerson(person) : texts.deniedChat(place, person);
    // An unanswered interaction shows as a failure, so each gets its sentence; only its asker sees it.
    if (address.interaction) speaker.say(address, { text, onlyAsker: true });
    else speaker.sayOnce(`denied ${verdict.who === 'person' ? person : place}`, address, text);
    return false;
  }

  async function acceptMessage(message: ChatMessage, address: Address): Promise<void> {
    if (message.author.isBot || !message.addressed || !letIn(message.author, address)) return;
    if (!message.text && !message.quoted?.text) {
      const names = message.attachments.map(({ name }) => name);
      if (names.length === 0) return speaker.say(address, { text: texts.howToAsk });
      return speaker.sayOnce(`unread:${message.albumId ?? message.id}`, address, texts.attachmentsUnread(names));
    }
    const outcome = await turns.accept({ message, address });
    if (outcome === 'full')
      speaker.sayOnce(`full:${address.channel.platform}:${address.channel.id}`, address, texts.queueFull);
    if (outcome === 'accepted') dispatcher.kick();
  }

  function greet(channel: Channel, by: Author | undefined): void {
    const address = { channel };
    if (!by || letIn(by, address)) speaker.say(address, { text: texts.greeting });
  }

  async function accept(event: InboundEvent): Promise<void> {
    switch (event.kind) {
      case 'message':
        return acceptMessage(event.message, event.address);
      case 'command':
        if (!event.call.by.isBot && letIn(event.call.by, event.address)) run(commands.run(event.call, event.address));
        return;
      case 'button':
        if (letIn(event.by, event.address)) run(commands.press(event));
        return;
      case 'stopped':
        await dispatcher.stop(event.address.channel);
        return;
      case 'migrated':
        access.moved(event.from, event.to);
        log.warn(
          { from: event.from.id, to: event.to.id },
          'a chat has a new id; put it into ALLOWED_CHATS if the old one is there',
        );
        return conversations.move(event.from, event.to);
      case 'added':
        return greet(event.channel, event.by);
    }
  }

  /** Commands are not waited for: whoever reads updates in order must not stand still behind a slow one. */
  function run(work: Promise<void>): void {
    work.catch((error: unknown) => log.error({ error }, 'a command could not be answered'));
  }

  return {
    accept,
    complete: (call, option) =>
      access.check(call.by, call.channel).allowed ? commands.complete(call, option) : Promise.resolve([]),
    start: dispatcher.kick,
    drain: dispatcher.drain,
  };
}
