import type { ChatRequest } from '../../contracts/provider.ts';
import { showcase } from './showcase.ts';

export interface DemoAnswer {
  readonly text: string;
  /** Reasoning before the answer; may be empty. */
  readonly reasoning: string;
  readonly isSlow: boolean;
  /** Breaks off after the text. */
  readonly fails: boolean;
}

/** One thing that it can be asked for: the first whose words are in the question is done. */
interface Skill {
  readonly asked: RegExp;
  answer(asked: RegExpExecArray, request: ChatRequest): string;
}

/** Longer answers are refused by the bot; nobody counts further. */
const MOST_NUMBERS = 10_000;
/** `Name: ` before the question, as in channels that several people share. */
const SPEAKER = /^([^\s:][^:\n]{0,39}): /gm;

const skills: readonly Skill[] = [
  // As Parley asks for the rest of an answer.
  { asked: /\bgo on exactly where it ends\b/i, answer: (_asked, request) => restOf(request) },
  {
    asked: /^(?:[^\s:][^:\n]{0,39}: )?(?:please )?(?:echo|say)\b:?\s+([\s\S]+)/im,
    answer: (asked) => asked[1]?.trim() ?? '',
  },
  {
    asked: /\bcount\b\D*(\d+)?/i,
    answer: (asked) => countTo(Math.min(Number(asked[1] ?? 10), MOST_NUMBERS)),
  },
  { asked: /\bfail\b/i, answer: () => 'This answer begins well, says a few words, and then' },
  { asked: /\b(?:markdown|long)\b/i, answer: () => Object.values(showcase).join('\n\n') },
  { asked: /\bcode\b/i, answer: () => showcase.code },
  { asked: /\btable\b/i, answer: () => showcase.table },
  { asked: /\bmath\b/i, answer: () => showcase.math },
  { asked: /\blists?\b/i, answer: () => showcase.lists },
  { asked: /(?:)/, answer: (_asked, request) => introduce(request) },
];

/** What the demo model says to a conversation; the same each time. */
export function createDemoAnswer(request: ChatRequest): DemoAnswer {
  const question = request.messages.at(-1)?.text ?? '';
  let text = '';
  for (const { asked, answer } of skills) {
    const match = asked.exec(question);
    if (!match) continue;
    text = answer(match, request);
    break;
  }
  return {
    text,
    reasoning: /\bthink\b/i.test(question) ? thoughtsOn(question) : '',
    isSlow: /\bslow(?:ly)?\b/i.test(question),
    fails: /\bfail\b/i.test(question),
  };
}

function countTo(last: number): string {
  return Array.from({ length: last }, (_, index) => index + 1).join(' ');
}

function thoughtsOn(question: string): string {
  const words = question.trim().split(/\s+/).length;
  return `The question has ${words} words. I look for one that I know, and answer by it. `;
}

/** The same question has the same answer: what of it was not said yet. */
function restOf({ messages }: ChatRequest): string {
  const said = messages.at(-2)?.text ?? '';
  const whole = createDemoAnswer({ model: '', messages: messages.slice(0, -2) }).text;
  return whole.startsWith(said) && whole.length > said.length
    ? whole.slice(said.length)
    : ' that was all.';
}

/** Says what it can do, and shows that it was told the history and who said what. */
function introduce({ messages }: ChatRequest): string {
  const question = messages.at(-1)?.text ?? '';
  const asker = [...question.matchAll(SPEAKER)].at(-1)?.[1];
  const said = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  return [
    `Hello${asker ? `, ${asker}` : ''}! I am the demo model: no language model, but I stream like one, and need no key.`,
    `You wrote: “${shorten(question.replace(SPEAKER, ''))}”. ${memoryOf(said)}`,
    [
      'Ask me to',
      '- `echo` some words, or `count to 50`',
      '- write `markdown` (long: several messages), or only a `table`, a `list`, `code` or `math`',
      '- `think` first, be `slow`, or `fail` in the middle',
    ].join('\n'),
    'With `OPENAI_API_KEY` or `OPENAI_BASE_URL` set, a real model answers instead.',
  ].join('\n\n');
}

function memoryOf(said: readonly string[]): string {
  if (said.length < 2) return 'It is the first thing that I know of this conversation.';
  const people = [
    ...new Set(said.flatMap((text) => [...text.matchAll(SPEAKER)].map(([, name]) => name))),
  ];
  const whose = people.length > 0 ? ` from ${people.join(', ')}` : '';
  return `I remember ${said.length} messages${whose}; the one before this was “${shorten(said.at(-2) ?? '')}”.`;
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
