import type { ChatRequest, PromptImage } from '../../contracts/provider.ts';
import { readQuestion, shorten } from './read-question.ts';
import { riverStory, showcase } from './showcase.ts';

/** The text of an answer, and the manner in which the demo model sends it. */
export interface DemoAnswer {
  readonly text: string;
  /** The reasoning before the answer. May be empty. */
  readonly reasoning: string;
  readonly isSlow: boolean;
  /** The answer breaks off after its text. */
  readonly fails: boolean;
}

/** A kind of question that the demo model can answer. */
interface Skill {
  /** The words in a question that ask for it. */
  readonly pattern: RegExp;
  answer(match: RegExpExecArray, request: ChatRequest): string;
}

/** The bot refuses longer answers. */
const MAX_COUNT = 10_000;

/**
 * The first skill whose pattern is in the question answers it. The last pattern fits every
 * question.
 */
const skills: readonly Skill[] = [
  // The words with which Parley asks for the rest of an answer.
  {
    pattern: /\bgo on exactly where it ends\b/i,
    answer: (_match, request) => continueAnswer(request),
  },
  {
    pattern: /^(?:please )?(?:echo|say)\b:?\s+([\s\S]+)/im,
    answer: (match) => match[1]?.trim() ?? '',
  },
  {
    pattern: /\bcount\b\D*(\d+)?/i,
    answer: (match) => countTo(Math.min(Number(match[1] ?? 10), MAX_COUNT)),
  },
  { pattern: /\bfail\b/i, answer: () => 'This answer begins well, says a few words, and then' },
  { pattern: /\b(?:markdown|long)\b/i, answer: () => Object.values(showcase).join('\n\n') },
  { pattern: /\bcode\b/i, answer: () => showcase.code },
  { pattern: /\btable\b/i, answer: () => showcase.table },
  { pattern: /\bmath\b/i, answer: () => showcase.math },
  { pattern: /\blists?\b/i, answer: () => showcase.lists },
  // A long text without marks, as models tell stories.
  { pattern: /\briver\b/i, answer: () => riverStory },
  { pattern: /(?:)/, answer: (_match, request) => introduce(request) },
];

/** The answer to a conversation. The same conversation always gets the same answer. */
export function createDemoAnswer(request: ChatRequest): DemoAnswer {
  const { words: question } = readQuestion(request.messages.at(-1)?.text ?? '');

  return {
    text: applySkill(question, request),
    reasoning: /\bthink\b/i.test(question) ? thinkAbout(question) : '',
    isSlow: /\bslow(?:ly)?\b/i.test(question),
    fails: /\bfail\b/i.test(question),
  };
}

function applySkill(question: string, request: ChatRequest): string {
  for (const { pattern, answer } of skills) {
    const match = pattern.exec(question);
    if (match) return answer(match, request);
  }

  return '';
}

function countTo(last: number): string {
  return Array.from({ length: last }, (_, index) => index + 1).join(' ');
}

function thinkAbout(question: string): string {
  const wordCount = question.trim().split(/\s+/).length;
  return `The question has ${wordCount} words. I look for one that I know, and answer by it. `;
}

/** The rest of the previous answer, found by answering the previous question again. */
function continueAnswer({ messages }: ChatRequest): string {
  const beginning = messages.at(-2)?.text ?? '';
  const { text: whole } = createDemoAnswer({ model: '', messages: messages.slice(0, -2) });
  const hasRest = whole.startsWith(beginning) && whole.length > beginning.length;

  return hasRest ? whole.slice(beginning.length) : ' that was all.';
}

/** Says what the demo model got and can do, and shows that it knows the history and its speakers. */
function introduce({ messages }: ChatRequest): string {
  const questions = messages.filter(({ role }) => role === 'user');
  const { words, others, speaker } = readQuestion(questions.at(-1)?.text ?? '');
  const got = [...others, ...describePictures(questions.at(-1)?.images ?? [])];

  return [
    `Hello${speaker ? `, ${speaker}` : ''}! I am the demo model: no language model, but I stream like one, and need no key.`,
    `You wrote ${words ? `“${shorten(words)}”` : 'no words'}. ${describeMemory(questions.map(({ text }) => text))}`,
    got.length > 0 && `With it I got:\n${got.map((one) => `- ${one}`).join('\n')}`,
    [
      'Ask me to',
      '- `echo` some words, or `count to 50`',
      '- write `markdown` (long: several messages), or only a `table`, a `list`, `code` or `math`',
      '- tell you about a `river`, in plain words',
      '- `think` first, be `slow`, or `fail` in the middle',
    ].join('\n'),
    'With `OPENAI_API_KEY` or `OPENAI_BASE_URL` set, a real model answers instead.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function describePictures(images: readonly PromptImage[]): readonly string[] {
  if (images.length === 0) return [];
  const each = images.map(({ mime, width, height }) => {
    const extent = width && height ? ` of ${width} × ${height} pixels` : '';
    return `${mime}${extent}`;
  });
  return [`what a model sees of pictures, and I do not: ${each.join(', ')}`];
}

function describeMemory(prompts: readonly string[]): string {
  if (prompts.length < 2) return 'It is the first thing that I know of this conversation.';

  const questions = prompts.map(readQuestion);
  const speakers = [...new Set(questions.map(({ speaker }) => speaker).filter(Boolean))];
  const source = speakers.length > 0 ? ` from ${speakers.join(', ')}` : '';
  const previous = shorten(questions.at(-2)?.words ?? '');
  const was = previous ? `was “${previous}”` : 'had no words';

  return `I remember ${prompts.length} messages${source}; the one before this ${was}.`;
}
