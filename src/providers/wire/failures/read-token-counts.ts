import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { QuoteCheck } from './quote-check.ts';
import type { ErrorBody } from './read-error-body.ts';

/** The token counts in the refusal of a prompt. */
export interface TokenCounts {
  /** The tokens that the prompt may have at most. */
  readonly tokenLimit?: number;
  /** The tokens that the back end counted against that limit. */
  readonly requestTokens?: number;
}

/** A number of tokens, as `131072`, `131,072` or `131 072`. */
const NUMBER = String.raw`(\d{1,3}(?:[, ]\d{3})+|\d+)`;

/** Fills the numbers into a pattern: `#limit`, `#request`, and `#more` for a part of the request. */
function pattern(text: string): RegExp {
  const source = text.replace(/#(limit|request|more)/g, (_, name) => `(?<${name}>${NUMBER})`);
  return new RegExp(source);
}

/** The ways in which vendors write both numbers, or the limit alone. The first that fits counts. */
const PATTERNS: readonly RegExp[] = [
  // Groq and OpenAI: a limit of tokens per minute that one request exceeds.
  'limit:? #limit,(?: used:? [\\d,.]+,)? requested:? #request',
  // Anthropic: "input length and `max_tokens` exceed context limit: 143653 + 64000 > 200000".
  'context limit: #request \\+ #more > #limit',
  // Anthropic: "prompt is too long: 210000 tokens > 200000 maximum".
  'too long: #request tokens > #limit',
  // Fireworks.
  'too long: #request, model maximum context length: #limit',
  // Text Generation Inference and Together.
  'must be <= #limit\\. given: #request `inputs` tokens and #more',
  '(?<!max_new_tokens`? )must be <= #limit\\. given: #request',
  // vLLM: "… you requested 16000 output tokens and your prompt contains at least 115073 input tokens,
  // for a total of at least 131073 tokens".
  'maximum context length is #limit tokens.*for a total of (?:at least )?#request tokens',
  // OpenAI, OpenRouter, DeepSeek, vLLM, LiteLLM.
  '(?:maximum|max) context (?:length|limit|window)(?: is|:| of)? #limit(?: tokens)?[^\\d]{0,60}(?:requested|resulted in|request has|has)(?: about| a total of)? #request(?: input tokens plus #more)?',
  // xAI: "maximum prompt length is 131072 but the request contains 171372 tokens".
  'maximum prompt length is #limit but the request contains #request',
  // "Current message (1149677 tokens) exceeds budget (975424 tokens)" (xAI), and many in this form:
  // llama.cpp, SGLang, Together, SiliconFlow, Gemini.
  "\\(#request(?: tokens)?\\) (?:is |has |must |)(?:exceed|longer|greater|be less)(?!.*output)[a-z_' ]{0,60}\\(#limit",
  // GitHub Copilot.
  'token count of #request exceeds the limit of #limit',
  // Moonshot: "exceeded model token limit: 8192 (requested: 9000)".
  'model token limit: #limit \\(requested: #request',
  // Cerebras: "Current length is 42328 while limit is 40000".
  'current length is #request while limit is #limit',
  // LM Studio.
  'keep the first #request tokens .* context length of only #limit',
  'n_keep:? \\(?#request\\)? ?>= n_ctx:? \\(?#limit',
  // Mistral: "Prompt contains 40000 tokens … too large for model with 32768 maximum context length".
  'contains #request tokens.*too large for model with #limit maximum',
  // Cohere: "total number of tokens in the prompt cannot exceed 4081 - received 6292".
  'cannot exceed #limit - received #request',
  // SambaNova: "The provided prompt is 4309 tokens long … maximum supported sequence length is just 4096".
  'prompt is #request tokens long.*maximum supported sequence length is just #limit',
  // RKLLM.
  'prompt is #request tokens but the model context window is #limit',
  'prompt \\(#request tokens\\) is too long and exceeds limit of #limit',
  'has #request tokens, but the configured context size is #limit',
  'requested tokens \\(#request\\) exceed context window of #limit',
  // TabbyAPI counts the answer too.
  'request length #request \\+ #more is greater than max_seq_len #limit',
  // "prompt token count (150000) cannot exceed 131072" (Databricks), "(length 9000) is longer than the
  // maximum model length of 8192" (vLLM), and others of this form.
  "(?:(?<!max_(?:new_|output_|completion_|))tokens?|count|length|size)[a-z_:' ]{0,20}\\(?#request\\)?(?: tokens?)?\\)? (?:is |was |can|)(?:(?:not |)exceeds?|greater than|longer than|>)(?![^.]*output)[a-z_' ]{0,60}\\(?#limit",
  // Text Generation Inference and Yandex: "must be no more than 7400, got 10000".
  'must (?:be|have) (?:less|fewer|no more) than #limit(?: tokens)?[.,] (?:given:|got) #request',
  'sequence length \\(#limit tokens\\): prompt_tokens=#request',
  'has #limit tokens maximum, #request tokens',
  'cannot truncate to #limit, required #request',
  // AI21.
  'too many tokens: #request, max allowed #limit',
  // Chinese and Japanese, with the numbers in brackets of either width.
  '[（(]#request[）)].{0,20}(?:超|上限).{0,20}[（(]#limit[）)]',
  // Embeddings, and other limits on one request.
  'requested #request tokens, max #limit tokens',
  // The limit alone. Alibaba, GitHub Models, OpenAI's Responses, Fireworks.
  'range of input length should be \\[\\d+, ?#limit\\]',
  'max size: #limit tokens',
  'exceed the configured limit of #limit tokens',
  '(?:maximum|max) (?:context|prompt|input|model) (?:length|limit)(?: is| of|:)? ?#limit',
  'context (?:length|size|window) of #limit tokens',
  // Chinese, the limit alone.
  '(?:上下文|输入|token).{0,30}(?:超|上限).{0,20}[（(]#limit[）)]',
].map(pattern);

/**
 * Reads the token counts from the fields or the sentences of a refusal.
 *
 * @param quotes Finds the words of the request. Their numbers do not count.
 */
export function readTokenCounts(body: ErrorBody, quotes: QuoteCheck): TokenCounts {
  if (body.contextTokens !== undefined) {
    return omitUndefined({ tokenLimit: body.contextTokens, requestTokens: body.promptTokens });
  }

  for (const message of body.messages) {
    for (const each of PATTERNS) {
      const found = each.exec(message);
      if (found?.groups && !quotes.isPart(found[0])) return toCounts(found.groups);
    }
  }
  return {};
}

function toCounts({ limit, request, more }: Record<string, string>): TokenCounts {
  const requestTokens = request && toNumber(request) + (more ? toNumber(more) : 0);
  return omitUndefined({
    tokenLimit: limit ? toNumber(limit) : undefined,
    requestTokens: requestTokens || undefined,
  });
}

function toNumber(digits: string): number {
  return Number(digits.replace(/[, ]/g, ''));
}
