import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { ChatRequest, PromptMessage } from '../../contracts/provider.ts';
import type { Turn } from '../../contracts/turns.ts';
import type { BotDependencies } from '../bot-parts.ts';
import { partialAnswerOf } from './turn-result.ts';

/** What the model is asked, and what had to be left out. */
export interface Prompt {
  readonly request: Omit<ChatRequest, 'model'>;
  /** Older turns did not fit. */
  readonly isTrimmed: boolean;
  /** Not even the question fitted. */
  readonly isQuestionCut: boolean;
}

/** The parts that a prompt is built from. */
export interface PromptParts extends Pick<BotDependencies, 'systemPrompt'> {
  readonly router: Pick<BotDependencies['router'], 'find'>;
  readonly conversations: Pick<BotDependencies['conversations'], 'history'>;
}

/** For models whose provider does not tell: what nearly all have nowadays. */
const ASSUMED_WINDOW_TOKENS = 16_384;
/** Kept free for the answer, but never more than a quarter of the window. */
const ANSWER_TOKENS = 4_096;
/** English has about 4 bytes a token, Chinese 2 to 3: an estimate that is rather too high than too low. */
const BYTES_PER_TOKEN = 3;
const TOKENS_PER_MESSAGE = 6;
/** Bounds memory for models with a window of a million tokens. */
const MOST_TURNS = 400;
const LONGEST_QUOTE = 2_000;
/** Characters; less would not tell a model where it is. */
const SHORTEST_REMINDER = 200;
const GO_ON =
  'Your answer broke off. Go on exactly where it ends, in the middle of a sentence if need be: what you write is put right behind it. Repeat nothing, and say nothing about this.';

/** The system prompt, the newest turns that fit into `share` of the model's window, and the question. */
export async function buildPrompt(
  parts: PromptParts,
  turn: Turn,
  model: string,
  share: number,
): Promise<Prompt> {
  const window = ((await parts.router.find(model))?.contextWindow ?? ASSUMED_WINDOW_TOKENS) * share;
  const system = systemPrompt(parts.systemPrompt, turn);
  let room = window - Math.min(ANSWER_TOKENS, window / 4) - tokens(system);

  const whole = questionOf(turn);
  const question = fit(whole, room);
  room -= tokens(question);

  const messages: PromptMessage[] = [
    { role: 'user', text: question },
    ...continuation(turn, room / 2),
  ];
  for (const { text } of messages.slice(1)) room -= tokens(text);
  const history = await takeHistory(parts, turn, room);
  messages.unshift(...history.messages);
  return {
    request: { system, messages: joinSameRole(messages) },
    isTrimmed: history.isTrimmed,
    isQuestionCut: question !== whole,
  };
}

/** What a model is told that is to go on with an answer: the end of it, as much as there is room for. */
function continuation(turn: Turn, room: number): PromptMessage[] {
  const { text } = partialAnswerOf(turn);
  if (!text) return [];
  const characters = Math.max(SHORTEST_REMINDER, Math.floor(room));
  return [
    { role: 'assistant', text: text.slice(-characters).toWellFormed() },
    { role: 'user', text: GO_ON },
  ];
}

async function takeHistory(parts: PromptParts, turn: Turn, room: number) {
  const messages: PromptMessage[] = [];
  let left = room;
  let count = 0;
  for await (const earlier of parts.conversations.history(turn)) {
    const said = messagesOf(earlier);
    left -= said.reduce((sum, { text }) => sum + tokens(text), 0);
    if (left < 0 || count++ >= MOST_TURNS) return { messages, isTrimmed: true };
    messages.unshift(...said);
  }
  return { messages, isTrimmed: false };
}

function messagesOf(turn: Turn): PromptMessage[] {
  const answer = turn.versions[turn.shownVersion]?.text.trim();
  const messages: PromptMessage[] = [
    { role: 'user', text: questionOf(turn) },
    { role: 'assistant', text: answer ?? '' },
  ];
  // A question may have been stopped before its answer, or taken back.
  return messages.filter(({ text }) => text !== '');
}

function questionOf({ inputs }: Turn): string {
  return inputs.map(inputText).filter(Boolean).join('\n\n');
}

/** In shared channels with the name of who says it; with the message that it replies to. */
function inputText({ author, channel, text, quoted, attachments }: ChatMessage): string {
  const unread = attachments.map(({ name }) => `[attachment, not readable: ${name}]`);
  const words = [text, ...unread].filter(Boolean).join('\n');
  const quote = quoted?.text
    ? `[In reply to ${quoted.isOwn ? 'you' : quoted.author.name}: ${quoted.text.slice(0, LONGEST_QUOTE)}]`
    : '';
  const said = words && channel.kind !== 'direct' ? `${author.name}: ${words}` : words;
  return [quote, said].filter(Boolean).join('\n');
}

function systemPrompt(configured: string, turn: Turn): string {
  if (turn.address.channel.kind === 'direct') return configured;
  return `${configured}\n\nSeveral people write in this channel; each of their messages begins with the name of who wrote it. Begin yours without a name.`;
}

function tokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE;
}

function fit(text: string, room: number): string {
  if (tokens(text) <= room) return text;
  const bytes = Math.max(0, Math.floor((room - TOKENS_PER_MESSAGE) * BYTES_PER_TOKEN));
  // A cut inside a character decodes to U+FFFD at the end.
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

/** Some back ends refuse two messages of one role in a row. */
function joinSameRole(messages: readonly PromptMessage[]): PromptMessage[] {
  const joined: PromptMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (last?.role === message.role)
      joined[joined.length - 1] = { ...last, text: `${last.text}\n\n${message.text}` };
    else joined.push(message);
  }
  return joined;
}
