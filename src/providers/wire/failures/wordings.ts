import type { RefusalRule } from './refusal-rule.ts';

/** Joins the wordings of several vendors for the same thing. */
function anyOf(...wordings: readonly RegExp[]): RegExp {
  return new RegExp(wordings.map(({ source }) => source).join('|'));
}

/** Wordings that say more than any code beside them, and the codes that say as much. */
export const CERTAIN_WORDINGS: readonly RefusalRule[] = [
  // The limit of one field, though its message speaks of a maximum length.
  { kind: 'bad_request', codes: ['string_above_max_length'] },
  { kind: 'too_large', codes: ['payload_too_large', 'request_too_large'] },
  {
    // Groq (413) and OpenAI (429) send this with the code of a rate limit. One request alone
    // exceeds the limit, so waiting does not help.
    kind: 'context_length',
    words: /\brequest too large/,
  },
  {
    // Alibaba's limit of tokens per minute comes with `insufficient_quota` and a link to its page.
    kind: 'rate_limit',
    words: /error-code#token-limit|allocated quota exceeded/,
  },
  {
    kind: 'permission',
    cure: 'region',
    codes: ['unsupported_country_region_territory'],
    words: anyOf(
      /(?:country|region|territory|location)(?: is| are|) not (?:supported|available|allowed)/,
      /not (?:supported|available|allowed|offered) in (?:your|this) (?:country|region|location)/,
      // Cloudflare.
      /error(?: code:|) 1009\b/,
    ),
  },
  // OpenRouter: services have this model, but none is left for this request or this account.
  { kind: 'bad_request', words: /\bno endpoints found that support/ },
  {
    kind: 'permission',
    cure: 'privacy',
    words:
      /no endpoints (?:found|available) matching your|no allowed providers are available for the selected model/,
  },
  {
    kind: 'protocol',
    cure: 'https',
    words: /plain http request was sent to https port|sent an http request to an https server/,
  },
];

/** Wordings of vendors that have no code for it, or a vague one. */
export const WORDINGS: readonly RefusalRule[] = [
  {
    kind: 'payment',
    words: anyOf(
      /insufficient (?:account |)(?:balance|credits?|funds)/,
      /\b(?:balance|credits?) (?:is|are) (?:too low|insufficient|not enough|exhausted)/,
      /\bquota is not enough|(?:more credits are required|requires more credits|requires paid balance)/,
      /used all (?:available |your |)credits|(?:does not|doesn't) have any credits|no credits remaining/,
      /credit limit exceeded|monthly included credits|spending limit|budget has been exceeded|crossed budget/,
      /account is in good standing|overdue account|free tier of the model has been exhausted/,
      /余额不足|额度不足|额度已用尽|欠费/,
    ),
  },
  // Gemini's quota of nothing: the model is not part of the free tier.
  { kind: 'payment', words: /\blimit: 0\b/, among: ['rate_limit'] },
  {
    kind: 'context_length',
    words: anyOf(
      /maximum context (?:length|limit)|maximum (?:prompt|input|model|supported sequence) length/,
      /exceed(?:s|ed|) (?:the |its |max(?:imum|) |available |model'?s? |configured )*context (?:limit|length|size|window)/,
      /context (?:window|length|size) (?:is |was |has been |)exceed|(?:longer|greater) than the (?:model's |)context/,
      /input tokens exceed|exceeds the maximum number of tokens|token count [\w() ]{0,40}exceeds the limit/,
      /exceeded model token limit|exceed n_ctx|\[input_too_large\]/,
      /prompt (?:is |)too long|input is too long|prompt exceeds max length/,
      /string too long\. expected a string with maximum length|expected maxlength: \d+, actual/,
      /`inputs` tokens \+ `max_new_tokens` must be|current length is \d+ while limit is/,
      /range of input length should be|too large for model with \d+ maximum|max size: \d+ tokens/,
      /keep the first \d+ tokens when|tokens to keep from the initial prompt|cannot truncate prompt with n_keep/,
      /but the (?:configured context size|model context window) is|too many tokens: total number|contextwindowexceeded/,
      // Anthropic: prompts of more than 200,000 tokens are not part of the plan.
      /extra usage is required for long context/,
      /(?:prompt|输入|上下文).{0,10}(?:超长|超过|超出)/,
    ),
  },
  {
    kind: 'too_large',
    words:
      /\bimage exceeds \d+ ?mb|image dimensions exceed|(?:image|file|payload|request body) (?:size |is |)(?:too large|exceeds the limit)/,
    among: ['bad_request'],
  },
  {
    // Any other sentence about a prompt and more tokens than there may be.
    kind: 'context_length',
    words:
      /\b(?:input|prompt|prompt_tokens|messages?|context)\b[^.'"]{0,60}\b(?:exceed(?:s|ed|ing|)|too (?:long|large)|(?:longer|greater|more) than)\b(?![^.]{0,80}output)[^.'"]{0,60}(?:token|context|max_seq_len)/,
    among: ['bad_request', 'too_large', 'server'],
  },
  {
    kind: 'content_filter',
    words: anyOf(
      /content management policy|content filter(?:ing|) policy|contentpolicyviolation/,
      /result of our safety system|the model produced invalid content/,
      /limited access to this content for safety|content exists risk/,
      /violat(?:es|ing|ions? of) (?:the |our |)usage (?:guidelines|policy)/,
      /safety measures that flagged|inappropriate content|datainspectionfailed|\bnew_sensitive\b|敏感内容/,
    ),
  },
  {
    kind: 'not_found',
    words: anyOf(
      /\bmodel not exist|\bmodel (?:\S+ |)(?:does not exist|was not found|not found)|\bunknown model\b/,
      /has been decommissioned|is not a valid model id|no endpoints (?:found|available)/,
      /not supported by any provider|no available channels? for model|无可用渠道|模型不存在/,
      /deployment for this resource does not exist|\bmodels?\/\S+ is not found|publisher model \S+ was not found/,
      /no models? loaded|invalid model (?:name|id|“…”|\S+\. permitted)|model identifier is invalid|model disabled/,
      /\bmodel (?:\S+ |)(?:is |)not supported|on-demand throughput isn.t supported|specified version does not exist|requested model (?:is |)not available/,
    ),
    // Anthropic's and Vertex' 403 and 404 say the same with less.
    among: ['bad_request', 'not_found', 'auth', 'permission', 'server', 'overloaded', 'rate_limit'],
  },
  {
    kind: 'auth',
    words: anyOf(
      /api[ -]?key (?:is |)(?:not valid|not found|invalid|expired)|key was reported as leaked/,
      /(?:incorrect|invalid|wrong) (?:x-|)api[ -]?(?:key|token)|invalid (?:authentication|token\b|subscription key)/,
      /\b(?:token|api key) is invalid|login fail|authentication fails|authorization failed/,
      /organization has been disabled|无效的令牌|令牌已过期/,
    ),
    among: ['bad_request', 'permission', 'server'],
  },
  {
    kind: 'permission',
    words:
      /(?:do not|don't|does not) have (?:access|permission) to|is not allowed to use|requires a subscription|model access is denied/,
    among: ['bad_request', 'server'],
  },
  {
    kind: 'overloaded',
    words: anyOf(
      /(?:model|engine|server|service) (?:is |)(?:currently |temporarily |)overloaded/,
      /system is too busy|inference is temporarily unavailable|model busy|degraded function|访问量过大/,
    ),
  },
  // Groq's flexible tier.
  { kind: 'overloaded', words: /\bcapacity\b/, among: ['auth'] },
  {
    kind: 'rate_limit',
    words:
      /^(?:too many requests|rate[ -]?limit)|too many tokens, please wait|request limit reached|(?:reached|exceeded) your (?:\S+ ){0,3}usage limit/,
    among: ['bad_request', 'permission', 'server'],
  },
];
