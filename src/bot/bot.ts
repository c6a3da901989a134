import type { AccessDesk } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { ButtonEvent } from '../contracts/button-event.ts';
import type { Author, Channel, ChatMessage } from '../contracts/chat-message.ts';
import type { CommandCall } from '../contracts/command.ts';
import type { InboundEvent, Inbox } from '../contracts/inbox.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import { StoreError } from '../errors.ts';
import { assertNever } from '../lib/assert-never.ts';
import { channelKey } from '../lib/channel-key.ts';
import { textsIn } from '../texts/index.ts';
import { createAccessDesk } from './access-desk.ts';
import { createAnswerTurn } from './answer/answer-turn.ts';
import { observeRuns } from './answer/observe-runs.ts';
import type { BotParts } from './bot-parts.ts';
import { createChatVisits } from './chat-visits.ts';
import { isFromPerson } from './classify-message.ts';
import { createCommandContext } from './command-context.ts';
import { createCommandGate } from './command-gate.ts';
import { createCommandOrder } from './command-order.ts';
import { createCommandPace } from './command-pace.ts';
import { createCommandRunner } from './command-runner.ts';
import { createDataDeletion } from './data-deletion.ts';
import { createDirectMessages } from './direct-messages.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { keepsNearby } from './intake/keeps-nearby.ts';
import { createPartTracker } from './intake/part-tracker.ts';
import { createQuestionIntake } from './intake/question-intake.ts';
import { readNearby } from './intake/read-nearby.ts';
import { createThreadOpener } from './intake/thread-opener.ts';
import { createMissedQuestions } from './missed-questions.ts';
import { createNewcomers } from './newcomers.ts';
import { createNotifier } from './notifier.ts';
import { createPlaceEvents } from './place-events.ts';
import { createQuestionEditor } from './question-editor.ts';
import { createRefusals } from './refusals.ts';
import { shareHeavyWork } from './share-heavy-work.ts';
import { createTracer } from './tracer.ts';
import { createWaitSigns } from './wait-signs.ts';

/** Receives events and answers turns. */
export interface Bot extends Inbox, Pick<Dispatcher, 'stopTurn'> {
  /** Starts to answer, first the turns that an earlier run left open. */
  start(): void;
  /** Starts no more turns, and interrupts the running ones after `graceMs`. Events are still stored. */
  drain(graceMs: number): Promise<void>;
  /** From now on, this process answers in a chat (see `chatKey`): forgets what it remembers of an earlier time. */
  adopt(chat: string): void;
  /** Another process may answer in a chat from now on: resolves when everything that it needs to know is stored. */
  release(chat: string): Promise<void>;
  readonly accessDesk: AccessDesk;
}

/** Creates the bot. It accepts events from the beginning, and answers turns after `start`. */
export function createBot(botParts: BotParts): Bot {
  const visits = createChatVisits(botParts.clock);
  const parts = { ...botParts, settingsOf: botParts.settings.of, visits };
  const { nearby, log } = parts;
  const notifier = createNotifier(parts);
  const refusals = createRefusals({ ...parts, notifier });
  const signs = createWaitSigns(parts, notifier);
  const tracker = createPartTracker(parts.clock);
  const threads = createThreadOpener(parts);
  const answer = createAnswerTurn({
    ...parts,
    waitForParts: tracker.waitForParts,
    openThread: threads.open,
    readNearby: (turn, signal) => readNearby(parts, turn, signal),
    onStoreFailure: (error, { address, inputs }) =>
      explainStoreFailure(error, address, inputs[0]?.author),
  });
  const answerTurn = observeRuns(parts.observe, answer);
  const signed = { onDropped: signs.clear, onHeldBack: signs.showHeldBack };
  const dispatcher = createDispatcher({ ...parts, ...signed }, (turn, signals) => {
    signs.clear(turn);
    return answerTurn(turn, signals);
  });
  const intake = createQuestionIntake(parts, { dispatcher, tracker, threads, signs });
  const tracer = createTracer(parts);
  const editor = createQuestionEditor({ ...parts, acceptQuestion: acceptMessage }, dispatcher);
  const pace = createCommandPace(parts);
  const gate = createCommandGate({ ...parts, refusals, notifier, pace });
  const desk = createAccessDesk({ ...parts, direct: createDirectMessages(parts) });
  const newcomers = createNewcomers({ ...parts, desk, refusals, notifier, gate });
  const missed = createMissedQuestions({
    ...{ ...parts, notifier, gate },
    ask: ({ message, address }) => acceptMessage(message, address),
  });
  const deletion = createDataDeletion({ ...parts, missed }, editor);
  const context = createCommandContext(
    { ...parts, accessDesk: desk },
    { dispatcher, editor, deletion, tracer, gate, questions: intake.commandQuestions },
  );
  const commands = createCommandRunner({ ...parts, gate }, shareHeavyWork(context), notifier);
  const order = createCommandOrder();
  const places = createPlaceEvents({ ...parts, dispatcher, refusals, gate, notifier });

  const flushNearby = () =>
    nearby
      .flush()
      .catch((error: unknown) => log.debug({ error }, 'bot: the last messages were not kept'));
  const textsFor = (channel: Channel, reader: Author | undefined) =>
    textsIn(parts.languageOf(channel, reader));

  async function acceptMessage(message: ChatMessage, address: Address): Promise<void> {
    const reason = await intake.accept(message, address).catch((error: unknown) => {
      if (message.addressed) explainStoreFailure(error, address, message.author);
      throw error;
    });
    if (!reason) return;
    tracer.recordDecline(message, reason);
    if (isFromPerson(message)) explainDecline(reason, message, address);
  }

  /** The network may send the message again later, but people must not wait in silence until then. */
  function explainStoreFailure(error: unknown, address: Address, reader: Author | undefined): void {
    if (!(error instanceof StoreError)) return;
    const topic = `store:${channelKey(address.channel)}`;
    const texts = textsFor(address.channel, reader);
    notifier.sendOncePerHour(topic, address, texts.storeFailed(error.kind));
  }

  function explainDecline(reason: DeclineReason, message: ChatMessage, address: Address): void {
    const { channel } = message;
    // The person behind a proxy was told under their own message.
    if (reason.kind === 'denied' && reason.personId === `${channel.platform}:${message.author.id}`)
      refusals.refuse(reason.denied, message.author, address);
    if (reason.kind === 'wordless') void explainHowToAsk(message, address);
    if (reason.kind === 'full') {
      const { queueFull } = textsFor(channel, message.author);
      notifier.sendOncePerHour(`full:${channelKey(channel)}`, address, queueFull);
    }
  }

  /** A mention without words may be the first half of a question. */
  async function explainHowToAsk(mention: ChatMessage, address: Address): Promise<void> {
    if (!(await intake.whenAlone(mention))) return;
    if (!gate.isInPace({ author: mention.author, address })) return;
    notifier.send(address, { text: textsFor(mention.channel, mention.author).howToAsk });
  }

  async function acceptCommand(call: CommandCall, address: Address): Promise<void> {
    const { channel, questionId } = address;
    // On some networks a command is a message, and people can ask `/why` about it.
    if (questionId !== undefined) {
      tracer.recordDecline({ channel, id: questionId }, { kind: 'command' });
    }
    if (call.author.isBot || (await newcomers.pair(call, address))) return;
    await commands.run(call, address);
  }

  async function acceptPress(button: ButtonEvent): Promise<void> {
    if ((await newcomers.ask(button)) || (await missed.press(button))) return;
    await commands.press(button);
  }

  async function accept(event: InboundEvent): Promise<void> {
    switch (event.kind) {
      case 'message': {
        const starting = order.starting(event.message.channel);
        if (starting) await starting;
        return acceptMessage(event.message, event.address);
      }
      case 'edited':
        await editor.edit(event.message, event.address);
        if (keepsNearby(parts, event.message.channel)) await nearby.edit(event.message);
        return;
      case 'deleted':
        await editor.remove(event.channel, event.messageId);
        if (keepsNearby(parts, event.channel)) await nearby.remove(event.channel, event.messageId);
        return;
      case 'command':
        return order.run(event.call.channel, () => acceptCommand(event.call, event.address));
      case 'button':
        return acceptPress(event);
      case 'form':
        return commands.submit(event);
      case 'stopped':
        return dispatcher.stopRunning(event.address.channel);
      case 'missed':
        return missed.offer(event.channel, event.questions);
      case 'migrated':
        return places.migrate(event.from, event.to);
      case 'forgotten':
        return deletion.deleteIn(event);
      case 'added':
        return places.greet(event.channel, event.author);
      case 'removed':
        return places.remove(event.channel);
      default:
        return assertNever(event);
    }
  }

  return {
    accept,
    complete: (call, option) => commands.complete(call, option).catch(() => []),
    start: dispatcher.kick,
    accessDesk: desk,
    stopTurn: dispatcher.stopTurn,
    adopt: visits.begin,
    release: async (chat) =>
      void (await Promise.all([parts.summarizer?.release(chat), flushNearby()])),
    drain: (graceMs) => dispatcher.drain(graceMs).then(flushNearby),
  };
}
