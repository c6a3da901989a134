/** The ends of a word in a model's id. */
const START = '(?:^|[/:._-])';
const END = String.raw`(?:[/:._-]|\d|$)`;

/**
 * The words in the ids of models that do not chat, by what they do instead. They count for every service,
 * because gateways and local servers keep the vendors' names. A word counts only as a whole word:
 * `qwen-image` draws, and `llama-3.2-vision-instruct` chats.
 */
const WORDS: readonly (readonly [task: string, words: string, source: string])[] = [
  [
    'finds texts',
    'embed(?:s|dings?)?|bge|gte|e5|minilm',
    'ollama.com/search?c=embedding; docs.together.ai',
  ],
  ['sorts texts', 'rerank(?:er)?', 'docs.cohere.com, Rerank'],
  [
    'judges texts',
    '[a-z]*guard(?:ian)?|shieldgemma|moderation|reward',
    'docs.together.ai, Moderation',
  ],
  [
    'writes sound down',
    'whisper|transcribe|transcription|asr|stt',
    'platform.openai.com, Speech to text',
  ],
  ['speaks', 'tts|text-to-speech|speech|orpheus|playai', 'platform.openai.com; console.groq.com'],
  [
    'speaks in a call',
    'realtime|live|native-audio|audio-preview|gpt-audio',
    'platform.openai.com, Realtime',
  ],
  ['translates speech', '[a-z]*translate', 'platform.openai.com, Realtime translations'],
  [
    'draws',
    'image|images|dall-e|imagen|imagine|nano-banana|flux|sdxl|stable-diffusion',
    'ai.google.dev; docs.x.ai',
  ],
  ['films', 'sora|veo|t2v|i2v|kling|seedance', 'platform.openai.com, Video; ai.google.dev, Veo'],
  ['makes music', 'lyria|musicgen', 'ai.google.dev, Lyria'],
  ['reads pictures only', 'ocr', 'docs.mistral.ai, OCR'],
  ['works a computer', 'computer-use|robotics|antigravity', 'platform.openai.com, Computer use'],
];

/** Whole names that no word covers. */
const NAMES: readonly RegExp[] = [
  // OpenAI's Completions: they continue a text (platform.openai.com, Legacy).
  /(?:^|\/)(?:text-)?(?:ada|babbage|curie|davinci)-\d{3}$/i,
  /(?:^|\/)gpt-3\.5-turbo-instruct/i,
  // They need tools that Parley does not send, or an API of their own; Perplexity's chats.
  /(?<!sonar-)deep-research/i,
  // It films (ai.google.dev, Gemini Omni). Qwen's Omni models chat.
  /^gemini-omni-/i,
  // Attributed question answering (ai.google.dev).
  /^aqa$/i,
];

const OTHER_MODEL = new RegExp(
  `${START}(?:${WORDS.map(([, words]) => words).join('|')})${END}`,
  'i',
);

/** Tells by the id of a model that it does not chat. Most lists do not say what a model is for. */
export function cannotChat(id: string): boolean {
  return OTHER_MODEL.test(id) || NAMES.some((name) => name.test(id));
}

/** The words that no operator gives to a model that chats. */
const PLAIN_WORDS = 'embed(?:s|dings?)?|whisper|tts|dall-e|moderation|transcribe|rerank(?:er)?';
const PLAINLY_OTHER = new RegExp(`${START}(?:${PLAIN_WORDS})${END}`, 'i');

/** As `cannotChat`, for lists of which every name looks as if the model did not chat. */
export function neverChats(id: string): boolean {
  return PLAINLY_OTHER.test(id);
}
