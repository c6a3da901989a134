import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { Conversations } from '../../contracts/conversations.ts';
import type { Pins } from '../../contracts/pins.ts';
import type { ChatRequest, PromptMessage } from '../../contracts/provider.ts';
import type { RoutedModel, Router } from '../../contracts/router.ts';
import type { ScopeSettings, SettingsOf } from '../../contracts/settings.ts';
import type { Summaries } from '../../contracts/summaries.ts';
import type { Turn } from '../../contracts/turns.ts';
import { partialAnswerOf } from '../answer/turn-result.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import { partyOfTurn } from '../party-of-turn.ts';
import { collectHistory } from './collect-history.ts';
import { dateLine } from './date-line.ts';
import type { MediaLimits } from './file-mentions.ts';
import { type FittedQuestion, fitQuestion } from './fit-question.ts';
import type { HistoryStarts } from './history-starts.ts';
import { mergeMessages } from './merge-messages.ts';
import { questionMessage } from './question-text.ts';
import { nearbyText, pinsText, summaryText } from './summary-text.ts';
import { type PlatformFacts, systemPromptFor } from './system-prompt.ts';
import { createTokenCounter, type TokenCounter } from './token-counter.ts';

/** The request to the model, and what did not fit into it. */
export interface Prompt extends Pick<FittedQuestion, 'isMaterialCut' | 'isQuestionCut'> {
  readonly request: Omit<ChatRequest, 'model'>;
  /** Older turns did not fit, and no summary holds them yet. */
  readonly isTrimmed: boolean;
  /** The sequence number from which on the prompt holds the history word for word. */
  readonly historyStart: number;
  /** The estimated size of the whole request. */
  readonly tokens: number;
  /** The estimated size of the system prompt. */
  readonly systemTokens: number;
  /** The estimated size without the earlier turns. */
  readonly tokensWithoutHistory: number;
}

/** The sources of a prompt. */
export interface PromptParts {
  readonly router: Pick<Router, 'find'>;
  readonly conversations: Pick<Conversations, 'history'>;
  readonly settingsOf: SettingsOf;
  /** Absent: the prompt says nothing about the network. */
  readonly findPlatform?: (name: string) => PlatformFacts | undefined;
  readonly summaries?: Pick<Summaries, 'find'>;
  readonly historyStarts?: HistoryStarts;
  readonly pins?: Pick<Pins, 'list'>;
  /** Reads the nearby messages of a question, oldest first. */
  readonly readNearby?: (turn: Turn) => Promise<readonly ChatMessage[]>;
  /** The pictures and recordings of a question, as far as the network still gives them. */
  readonly fetchMedia?: (turn: Turn, model: RoutedModel | undefined) => Promise<PromptMedia>;
}

/** A question is never cut to less than this: a shorter one would be another question. */
const MIN_QUESTION_TOKENS = 256;
/** The rest is for the answer, which the next prompt repeats, and for the next question. */
const SHARE_OF_MATERIAL = 0.7;
/** The most of a prompt for the summary, for all pins, and for the nearby messages; each has this share. */
const SHARE_OF_CONTEXT = 1 / 8;
/** One character per token is a safe estimate. */
const CHARACTERS_PER_TOKEN = 1;
/** A model needs at least this much of its answer to know where it broke off. */
const MIN_REMINDER_CHARACTERS = 200;
const CONTINUE_INSTRUCTION =
  'Your answer broke off. Go on exactly where it ends, in the middle of a sentence if need be: what you write is put right behind it. Repeat nothing, and say nothing about this.';

/**
 * Builds the request: the system prompt, the summary and the pins, the newest turns that fit, and the
 * question. It has at most `maxTokens` estimated tokens, as far as history and question can be shortened.
 * All messages but the last are the beginning of the next question's request, as long as all fits.
 */
export async function buildPrompt(
  parts: PromptParts,
  turn: Turn,
  model: string,
  maxTokens = Infinity,
): Promise<Prompt> {
  const { channel } = turn.address;
  const settings = parts.settingsOf(channel);
  const info = limitAnswer(await parts.router.find(model), settings);
  const counter = createTokenCounter(info);
  const system = systemPromptFor(turn, settings, parts.findPlatform?.(channel.platform));
  const systemTokens = counter.text(system);
  const roomTokens = Math.min(counter.promptTokens, maxTokens) - systemTokens;

  const context = await readContext(parts, turn, roomTokens);
  let freeTokens = roomTokens - counter.messages(context.messages);
  const writer = createQuestionWriter(parts, info, counter, freeTokens);
  const question = await writer.write(turn);
  freeTokens -= counter.messages([question.message]);

  const continuation = continuationOf(turn, freeTokens / 2);
  freeTokens -= counter.messages(continuation);

  const nearby = await readNearbyMessage(parts, turn, Math.min(roomTokens, freeTokens));
  freeTokens -= counter.messages(nearby);

  const history = await collectHistory({
    turn,
    earlierTurns: parts.conversations.history(turn),
    write: (earlier) => writeExchange(earlier, writer),
    count: counter.messages,
    freeTokens,
    summarisedTo: context.summarisedTo,
    knownStart: parts.historyStarts?.get(turn, model) ?? 0,
  });
  // A shorter prompt after a refusal is an exception, by which later prompts must not begin.
  const isRegular = maxTokens === Infinity;
  if (history.isTrimmed && isRegular) parts.historyStarts?.set(turn, model, history.start);

  const newest = [...nearby, question.message, ...continuation];
  const messages = mergeMessages([...context.messages, ...history.messages, ...newest]);
  return {
    request: {
      system,
      messages,
      parameters: settings.parameters,
      cacheKey: turn.conversation,
      party: partyOfTurn(turn),
    },
    tokens: systemTokens + counter.messages(messages),
    systemTokens,
    tokensWithoutHistory: systemTokens + counter.messages([...context.messages, ...newest]),
    historyStart: history.start,
    isTrimmed: history.isTrimmed,
    isMaterialCut: question.isMaterialCut,
    isQuestionCut: question.isQuestionCut,
  };
}

/** The settings of a place may limit the answer, for which the prompt leaves room. */
function limitAnswer(
  model: RoutedModel | undefined,
  { parameters: { maxOutputTokens } }: Pick<ScopeSettings, 'parameters'>,
): RoutedModel | undefined {
  if (!model || maxOutputTokens === undefined) return model;
  return { ...model, maxAnswerTokens: maxOutputTokens };
}

/** Reads the messages before the history: the summary and the pins. They change seldom. */
async function readContext(
  parts: PromptParts,
  turn: Turn,
  roomTokens: number,
): Promise<{ readonly messages: readonly PromptMessage[]; readonly summarisedTo: number }> {
  if (turn.isPrivate) return { messages: [], summarisedTo: 0 };

  const maxCharacters = contextCharacters(roomTokens);
  const [summary, pins = []] = await Promise.all([
    parts.summaries?.find(turn),
    parts.pins?.list(turn.address.channel),
  ]);
  const texts = [summary ? summaryText(summary, maxCharacters) : '', pinsText(pins, maxCharacters)];
  return { messages: texts.flatMap(toUserMessage), summarisedTo: summary?.to ?? 0 };
}

/** Reads the nearby messages, as a message before this question. Later prompts do not repeat it. */
async function readNearbyMessage(
  { readNearby }: PromptParts,
  turn: Turn,
  roomTokens: number,
): Promise<readonly PromptMessage[]> {
  const nearby = (await readNearby?.(turn)) ?? [];
  return toUserMessage(nearbyText(nearby, contextCharacters(roomTokens)));
}

function contextCharacters(roomTokens: number): number {
  return Math.max(0, Math.floor(roomTokens * SHARE_OF_CONTEXT)) * CHARACTERS_PER_TOKEN;
}

function toUserMessage(text: string): PromptMessage[] {
  return text ? [{ role: 'user', text }] : [];
}

interface TurnWriter {
  write(turn: Turn): Promise<FittedQuestion>;
}

/** Creates the writer of questions. It writes new and earlier ones alike, so that prompts begin alike. */
function createQuestionWriter(
  { settingsOf, fetchMedia }: PromptParts,
  info: RoutedModel | undefined,
  counter: TokenCounter,
  freeTokens: number,
): TurnWriter {
  const limits = {
    withMaterial: Math.max(freeTokens * SHARE_OF_MATERIAL, MIN_QUESTION_TOKENS),
    ofWords: Math.max(freeTokens, MIN_QUESTION_TOKENS),
  };

  return {
    async write(turn) {
      const date = dateLine(turn, settingsOf(turn.address.channel).timeZone);
      const media = await fetchMedia?.(turn, info);
      const write = (shortened: Turn, mediaLimits: MediaLimits) => {
        const message = questionMessage(shortened, media, mediaLimits);
        return { ...message, text: [date, message.text].filter(Boolean).join('\n') };
      };
      return fitQuestion(turn, limits, {
        write,
        count: (message) => counter.messages([message]),
      });
    },
  };
}

async function writeExchange(turn: Turn, writer: TurnWriter): Promise<readonly PromptMessage[]> {
  if (turn.inputs.length === 0) return [];

  const version = turn.versions[turn.shownVersion];
  const answer = version?.isThoughts ? '' : (version?.text.trim() ?? '');
  const { message } = await writer.write(turn);
  return answer ? [message, { role: 'assistant', text: answer }] : [message];
}

/** The messages for an answer that the model continues: the end of that answer, and the instruction to go on. */
function continuationOf(turn: Turn, freeTokens: number): PromptMessage[] {
  const { text } = partialAnswerOf(turn);
  if (!text) return [];

  const characters = Math.max(
    MIN_REMINDER_CHARACTERS,
    Math.floor(freeTokens) * CHARACTERS_PER_TOKEN,
  );
  return [
    { role: 'assistant', text: text.slice(-characters).toWellFormed() },
    { role: 'user', text: CONTINUE_INSTRUCTION },
  ];
}
