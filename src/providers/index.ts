import { aivvm } from './aivvm/aivvm.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { cohere } from './cohere/cohere.ts';
import type { ProviderTable } from './configured-providers.ts';
import { demo } from './demo/demo.ts';
import { gemini } from './gemini/gemini.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama/ollama.ts';
import { openai } from './openai.ts';
import { openaiResponses } from './openai-responses/openai-responses.ts';
import { openassistant } from './openassistant/openassistant.ts';
import { replicate } from './replicate/replicate.ts';
import { tgi } from './tgi/tgi.ts';
import { vendors } from './vendors.ts';
import { vercel } from './vercel/vercel.ts';
import { vitalentum } from './vitalentum.ts';

/** All providers, in the order in which people see their models. */
export const providers: ProviderTable = {
  openai,
  openai_responses: openaiResponses,
  anthropic,
  gemini,
  mistral,
  cohere,
  replicate,
  ollama,
  tgi,
  ...vendors,
  vercel,
  vitalentum,
  aivvm,
  openassistant,
  demo,
};
