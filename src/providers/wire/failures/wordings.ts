import type { RefusalRule } from './refusal-rule.ts';

/** Joins the wordings of several vendors for the same thing. */
function anyOf(...wordings: readonly RegExp[]): RegExp {
  return new RegExp(wordings.map(({ source }) => source).join('|'));
}

/** What can be too long for a model. The length of the answer is another matter. */
const TOO_LONG_SUBJECT =
  '\\b(?:inputs?|prompt|prompt_tokens|messages?|context(?! deadline)|conversation|sequence|(?<!(?:max|output|completion) )tokens)\\b';
const TOO_LONG =
  '(?:\\b(?:exceed(?:s|ed|ing|)|too (?:long|large|many)|(?:longer|greater|more) than)\\b| > )';
const IN_BETWEEN = '[^.\'"“”]{0,60}';

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
      /not enough balance|top up your (?:account )?balance|overdue balance|usage limit exceeded for the api key/,
      /余额不足|额度不足|额度失败|(?:额度|余量)已用尽|欠费|残高が不足/,
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
      // TabbyAPI and ExLlama.
      /(?:greater than|exceeds) max_seq_len|job requires \d+ pages/,
      /(?:reached|over) (?:the )?context (?:length|size|window) of \d|context (?:window|size|length) is full|input is too large to process/,
      /reduce the length of the (?:messages|prompt|input)|cannot truncate to \d+, required|tokens maximum, \d+ tokens/,
      /\bmax tokens of \d+ exceeded|max(?:imum)? input (?:characters|tokens|length)/,
    ),
  },
  {
    kind: 'too_large',
    words:
      /\bimage exceeds \d+ ?mb|image dimensions exceed|(?:image|file|payload|request body) (?:size |is |)(?:too large|exceeds the limit)/,
    among: ['bad_request'],
  },
  // Express.
  { kind: 'too_large', words: /^request entity too large/, among: ['server'] },
  {
    // Any other sentence about a prompt and more tokens than there may be.
    kind: 'context_length',
    words: anyOf(
      new RegExp(
        `${TOO_LONG_SUBJECT}${IN_BETWEEN}${TOO_LONG}(?![^.]{0,80}output)${IN_BETWEEN}(?:token|context|max_seq_len)`,
      ),
      // "prompt token count (150000) cannot exceed 131072", "Input length 140000 exceeds the maximum".
      new RegExp(
        `${TOO_LONG_SUBJECT}[^.'"“”]{0,20}\\b(?:tokens?|length|size)\\b${IN_BETWEEN}${TOO_LONG}`,
      ),
      /\btoo many (?:input |prompt )?tokens\b|`inputs` must have less than/,
      /(?:输入|上下文|提示词|对话|消息|(?<![a-z_])(?:prompt|tokens?)).{0,30}(?:过长|超长|太长|超过|超出|超限|上限)/,
      /(?:入力|プロンプト|コンテキスト|トークン).{0,30}(?:上限|超え|超過|長すぎ)/,
      /(?:prompt|context|kontext|eingabe|entrada|entrée|token|jeton)[^.]{0,40}(?:supera|excede|dépasse|trop long|überschreite|zu lang|demasiado larg)/,
      /^(?:text|content|input) (?:is )?too long/,
      /(?:입력|프롬프트|컨텍스트|토큰).{0,30}(?:초과|너무 [길깁])/,
      /превыш.{0,40}(?:токен|контекст|длин)|(?:токен|контекст|запрос).{0,40}(?:превыш|слишком длин)/,
    ),
    among: ['bad_request', 'too_large', 'server'],
  },
  {
    kind: 'content_filter',
    words: anyOf(
      /content management policy|content filter(?:ing|) policy|contentpolicyviolation/,
      /result of our safety system|the model produced invalid content/,
      /limited access to this content for safety|content exists risk/,
      /violat(?:es|ing|ions? of) (?:the |our |)usage (?:guidelines|policy)/,
      /safety measures that flagged|inappropriate content|datainspectionfailed|\bnew_sensitive\b/,
      /contain sensitive information|blocked due to security configurations|machine outputted is blocked/,
      /敏感(?:内容|信息|词)|不安全(?:内容|或敏感)|内容(?:违规|不合规)/,
    ),
  },
  {
    kind: 'not_found',
    words: anyOf(
      /\bmodel not exist|\bmodel (?:\S+ |)(?:does not exist|was not found|not found)|\bunknown model\b/,
      /has been decommissioned|is not a valid model id|no endpoints (?:found|available)/,
      /not supported by any provider|no available channels? for model|无可用渠道|模型不存在|未找到模型/,
      /deployment for this resource does not exist|\bmodels?\/\S+ is not found|publisher model \S+ was not found/,
      /\bno such model\b|no models? (?:is |)loaded|invalid model (?:name|id|“…”|\S+\. permitted)|model identifier is invalid|model disabled/,
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
      /organization has been disabled|无效的令牌|令牌已过期|无效的 ?api|(?:api key|密钥) ?(?:无效|错误)/,
      // AWS.
      /security token included in the request is|request signature we calculated|token has expired/,
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
      /- overloaded\b|server overload|at maximum capacity|server high load|inference is temporarily unavailable|model busy|degraded function|system is too busy/,
      /访问量过大|负载已饱和|(?:服务器|系统|服务)繁忙/,
    ),
  },
  // Groq's flexible tier.
  { kind: 'overloaded', words: /\bcapacity\b/, among: ['auth'] },
  // LM Studio and Cloudflare send these with 400.
  {
    kind: 'server',
    words: /the model has crashed|failed to get response from provider/,
    among: ['bad_request'],
  },
  // Bedrock, before the form of the vendor is filled in.
  {
    kind: 'permission',
    words: /use case details have not been submitted/,
    among: ['not_found'],
  },
  {
    kind: 'rate_limit',
    words: anyOf(
      /^(?:too many requests|rate[ -]?limit)|too many tokens, please wait|request limit reached/,
      /(?:reached|exceeded) (?:your|its) (?:\S+ ){0,3}usage limit|请求(?:过于频繁|频率过高|太频繁)/,
    ),
    among: ['bad_request', 'permission', 'server'],
  },
];
