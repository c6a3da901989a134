/**
 * The solution of a challenge: a number, what the code saw of its surroundings, and the sentinel.
 */
type ChallengeAnswer = readonly [number: unknown, surroundings: unknown, sentinel: unknown];

/** The protocol of the service at one time. */
export interface Variant {
  readonly path: string;
  /**
   * The shape of the request body. `prompt`: the conversation as one text. `chat`: messages and
   * parameters. `messages`: messages and nothing else.
   */
  readonly bodyKind: 'prompt' | 'chat' | 'messages';
  /** The only model that answers. The request does not name it. */
  readonly onlyModelId?: string;
  /** A global variable that the challenge looks for. */
  readonly sentinel: readonly [name: string, value: string];
  /** Gives what the server expects in place of what the code really saw. */
  readonly rewriteAnswer?: (answer: ChallengeAnswer) => ChallengeAnswer;
  /** The character encoding of the token, below its base64. */
  readonly encoding: 'utf8' | 'utf16le';
}

const DATA_SENTINEL = { sentinel: ['data', 'sentinel'], encoding: 'utf8' } as const;
const MARKER_SENTINEL = { sentinel: ['marker', 'mark'], encoding: 'utf16le' } as const;

/** The variants, by the month in which each began. The first one is the default. */
export const variants: Readonly<Record<string, Variant>> = {
  '2023-05': { path: 'api/generate', bodyKind: 'prompt', ...DATA_SENTINEL },
  '2023-06': { path: 'api/prompt', bodyKind: 'prompt', ...DATA_SENTINEL },
  '2023-08': {
    path: 'api/prompt',
    bodyKind: 'prompt',
    ...MARKER_SENTINEL,
    rewriteAnswer: ([number, surroundings]) => [number, surroundings, 'mark'],
  },
  '2023-09': { path: 'api/generate', bodyKind: 'chat', ...MARKER_SENTINEL },
  '2024-03': {
    path: 'api/chat',
    bodyKind: 'messages',
    onlyModelId: 'openai:gpt-3.5-turbo',
    sentinel: MARKER_SENTINEL.sentinel,
    encoding: 'utf8',
    rewriteAnswer: ([number]) => [number, [], 'sentinel'],
  },
};
