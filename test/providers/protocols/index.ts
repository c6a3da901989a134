import { aivvm } from './aivvm.ts';
import { anthropic } from './anthropic.ts';
import { cohere } from './cohere.ts';
import { gemini } from './gemini.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiResponses } from './openai-responses.ts';
import { openassistant } from './openassistant.ts';
import type { Protocol } from './protocol.ts';
import { replicate } from './replicate.ts';
import { tgi } from './tgi.ts';
import { vercelChat, vercelPrompt } from './vercel.ts';
import { vitalentum } from './vitalentum.ts';

/** All protocols that Parley speaks. */
export const protocols: readonly Protocol[] = [
  openai, //
  openaiResponses,
  anthropic,
  gemini,
  mistral,
  cohere,
  replicate,
  ollama,
  tgi,
  vercelPrompt,
  vercelChat,
  vitalentum,
  aivvm,
  openassistant,
];
