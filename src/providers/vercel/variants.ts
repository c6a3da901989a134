/** What the solution of a challenge consists of: a number, what the code saw of its surroundings, and the sentinel. */
export type ChallengeAnswer = readonly [unknown, unknown, unknown];

/** How the service was spoken to at one time. */
export interface Variant {
  readonly path: string;
  /** `prompt`: the conversation as one text. `chat`: as messages, with parameters. `messages`: as messages and nothing else. */
  readonly bodyKind: 'prompt' | 'chat' | 'messages';
  /** It takes no other, nor is it told which. */
  readonly onlyModelId?: string;
  /** A global variable that the challenge looks for. */
  readonly sentinel: readonly [name: string, value: string];
  /** What the server wants to read in place of what the code really saw. */
  readonly rewriteAnswer?: (answer: ChallengeAnswer) => ChallengeAnswer;
  readonly encoding: 'utf8' | 'utf16le';
}

const DATA = { sentinel: ['data', 'sentinel'], encoding: 'utf8' } as const;
const MARK = { sentinel: ['marker', 'mark'], encoding: 'utf16le' } as const;

/** By the month in which each began; the first one is usual. */
export const variants: Readonly<Record<string, Variant>> = {
  '2023-05': { path: 'api/generate', bodyKind: 'prompt', ...DATA },
  '2023-06': { path: 'api/prompt', bodyKind: 'prompt', ...DATA },
  '2023-08': {
    path: 'api/prompt',
    bodyKind: 'prompt',
    ...MARK,
    rewriteAnswer: ([number, seen]) => [number, seen, 'mark'],
  },
  '2023-09': { path: 'api/generate', bodyKind: 'chat', ...MARK },
  '2024-03': {
    path: 'api/chat',
    bodyKind: 'messages',
    onlyModelId: 'openai:gpt-3.5-turbo',
    sentinel: MARK.sentinel,
    encoding: 'utf8',
    rewriteAnswer: ([number]) => [number, [], 'sentinel'],
  },
};
