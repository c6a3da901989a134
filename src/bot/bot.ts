import type { Address } from '../contracts/address.ts';
import type { Author, Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { CommandCall } from '../contracts/command.ts';
import type { InboundEvent, Inbox } from '../contracts/inbox.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import type { Turn } from '../contracts/turns.ts';
import { assertNever } from '../lib/assert-never.ts';
import { texts } from '../texts/texts.ts';
import { createAnswerTurn } from './answer/answer-turn.ts';
import type { BotDependencies } from './bot-parts.ts';
import { classifyMessage } from './classify-message.ts';
import { createCommandContext } from './command-context.ts';
import { createCommandRunner } from './command-runner.ts';
import { createDispatcher } from './dispatcher.ts';
import { createNotifier } from './notifier.ts';
import { createTracer } from './tracer.ts';

/** The inbox, and the running of turns. */
export interface Bot extends Inbox {
  /** Begins with the turns that an earlier run left open. */
  start(): void;
  /** Answers no further turns and ends the running ones, by a mark after `graceMs`. Events are still stored. */
  drain(graceMs: number): Promise<void>;
}

export function createBot(parts: BotDependencies): Bot {
  const { turns, conversations, access, log } = parts;
  const dispatcher = createDispatcher(parts, createAnswerTurn(parts));
  const speaker = createNotifier(parts);
  const tracer = createTracer(parts);
  const commands = createCommandRunner(
    parts,
    createCommandContext(parts, dispatcher, tracer),
    speaker,
  );

  /** Says once who is not let in and how that is cured. */
  function letIn(author: Author, address: Address): boolean {
    const verdict = access.check(author, address.channel);
    if (!verdict.allowed) refuse(verdict.denied, author, address);
    return verdict.allowed;
  }

  function refuse(who: 'person' | 'chat', author: Author, address: Address): void {
    const { channel } = address;
    const person = `${channel.platform}:${author.id}`;
    const place = `${channel.platform}:${channel.parentId ?? channel.id}`;
    const text = who === 'person' ? texts.deniedPerson(person) : texts.deniedChat(place, person);
    // An unanswered interaction shows as a failure, so each gets its sentence; only its asker sees it.
    if (address.interaction) speaker.send(address, { text, onlyAsker: true });
    else speaker.sendOncePerHour(`denied ${who === 'person' ? person : place}`, address, text);
  }

  async function acceptMessage(message: ChatMessage, address: Address): Promise<void> {
    const decision = classifyMessage(message, access) ?? (await acceptQuestion(message, address));
    if (!decision) return;
    tracer.recordDecline(message, decision);
    const { channel } = address;
    const names = message.attachments.map(({ name }) => name);
    switch (decision.kind) {
      case 'denied':
        return refuse(decision.denied, message.author, address);
      case 'wordless':
        return speaker.send(address, { text: texts.howToAsk });
      case 'attachments':
        return speaker.sendOncePerHour(
          `unread:${message.albumId ?? message.id}`,
          address,
          texts.attachmentsUnread(names),
        );
      case 'full':
        return speaker.sendOncePerHour(
          `full:${channel.platform}:${channel.id}`,
          address,
          texts.queueFull,
        );
    }
  }

  async function acceptQuestion(
    message: ChatMessage,
    address: Address,
  ): Promise<DeclineReason | undefined> {
    const outcome = await turns.accept({ message, address });
    if (outcome === 'accepted') dispatcher.kick();
    return outcome === 'full' ? { kind: 'full' } : undefined;
  }

  /** A question that nobody began to answer takes its new words; any other one stands as it was read. */
  async function acceptEdit(message: ChatMessage): Promise<void> {
    const isQuestion = classifyMessage(message, access) === undefined;
    await turns.amend(message.channel, message.id, isQuestion ? message : undefined);
  }

  /** Who deletes a question that waits takes it back; who deletes an answer that grows stops it. */
  async function acceptDeletion(channel: Channel, messageId: string): Promise<void> {
    if (await turns.amend(channel, messageId)) return;
    const shows = ({ answerMessages }: Turn) =>
      answerMessages.some((message) => message.messageId === messageId);
    const turn = (await turns.open(channel)).find(shows);
    if (turn) await dispatcher.stopTurn(turn);
  }

  function acceptCommand(call: CommandCall, address: Address): void {
    const { channel, questionId: id } = address;
    // Networks where a command is a message.
    if (id !== undefined) tracer.recordDecline({ channel, id }, { kind: 'command' });
    if (!call.author.isBot && letIn(call.author, address)) run(commands.run(call, address));
  }

  /** Nobody can read an answer in a place that the bot was removed from. */
  async function acceptRemoval(place: Channel): Promise<void> {
    const count = await dispatcher.stopPlace(place);
    log.info(
      { platform: place.platform, place: place.id, turns: count },
      'bot: removed from a place',
    );
  }

  function greet(channel: Channel, by: Author | undefined): void {
    const address = { channel };
    if (!by || letIn(by, address)) speaker.send(address, { text: texts.greeting });
  }

  async function accept(event: InboundEvent): Promise<void> {
    switch (event.kind) {
      case 'message':
        return acceptMessage(event.message, event.address);
      case 'command':
        return acceptCommand(event.call, event.address);
      case 'button':
        if (letIn(event.author, event.address)) run(commands.press(event));
        return;
      case 'stopped':
        return dispatcher.stopRunning(isIn(event.address.channel));
      case 'edited':
        return acceptEdit(event.message);
      case 'deleted':
        return acceptDeletion(event.channel, event.messageId);
      case 'migrated':
        access.moveChannel(event.from, event.to);
        log.warn(
          { from: event.from.id, to: event.to.id },
          'a chat has a new id; put it into ALLOWED_CHATS if the old one is there',
        );
        return conversations.move(event.from, event.to);
      case 'added':
        return greet(event.channel, event.author);
      case 'removed':
        return acceptRemoval(event.channel);
      default:
        return assertNever(event);
    }
  }

  /** Commands are not waited for: whoever reads updates in order must not stand still behind a slow one. */
  function run(work: Promise<void>): void {
    work.catch((error: unknown) => log.error({ error }, 'a command could not be answered'));
  }

  return {
    accept,
    complete: (call, option) =>
      access.check(call.author, call.channel).allowed
        ? commands.complete(call, option)
        : Promise.resolve([]),
    start: dispatcher.kick,
    drain: dispatcher.drain,
  };
}

const isIn =
  ({ platform, id }: Channel) =>
  ({ address: { channel } }: Turn) =>
    channel.platform === platform && channel.id === id;
