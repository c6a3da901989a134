import type { ProviderErrorKind } from '../../../contracts/provider.ts';

type Kinds = Readonly<Record<string, ProviderErrorKind>>;

/** Machine-readable codes that say more about a failure than the status that they come with. */
export const ERROR_KINDS_BY_CODE: Kinds = {
  invalid_api_key: 'auth',
  api_key_invalid: 'auth',
  authentication: 'auth',
  authentication_error: 'auth',
  account_deactivated: 'auth',
  permission_denied: 'permission',
  permission_error: 'permission',
  // These come with status 429, but waiting does not help.
  insufficient_quota: 'payment',
  credit_balance_exhausted: 'payment',
  billing_hard_limit_reached: 'payment',
  billing_not_active: 'payment',
  arrearage: 'payment',
  organization_spend_limit_exceeded: 'payment',
  project_spend_limit_exceeded: 'payment',
  organization_usage_limit_exceeded: 'payment',
  enforced_spend_limit_reached: 'payment',
  contract_spend_limit_reached: 'payment',
  organization_on_hold: 'payment',
  billing_error: 'payment',
  payment_required: 'payment',
  model_not_found: 'not_found',
  // GitHub and Hugging Face send these with 400.
  unknown_model: 'not_found',
  model_not_supported: 'not_found',
  not_found: 'not_found',
  not_found_error: 'not_found',
  invalid_prompt: 'bad_request',
  not_supported_error: 'bad_request',
  // The limit of one field, though its message speaks of a maximum length.
  string_above_max_length: 'bad_request',
  context_length_exceeded: 'context_length',
  exceed_context_size_error: 'context_length',
  max_tokens_exceeded: 'context_length',
  token_limit_exceeded: 'context_length',
  tokens_limit_reached: 'context_length',
  string_too_long: 'context_length',
  content_filter: 'content_filter',
  content_filter_policy: 'content_filter',
  content_policy_violation: 'content_filter',
  responsibleaipolicyviolation: 'content_filter',
  refusal: 'content_filter',
  data_inspection_failed: 'content_filter',
  payload_too_large: 'too_large',
  request_too_large: 'too_large',
  rate_limit_exceeded: 'rate_limit',
  rate_limit_error: 'rate_limit',
  ramp_limit_exceeded: 'rate_limit',
  slow_down: 'rate_limit',
  overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  provider_overloaded: 'overloaded',
  engine_overloaded: 'overloaded',
  // Groq sends it with a status that elsewhere means a bad key.
  capacity_exceeded: 'overloaded',
  unavailable_error: 'overloaded',
  insufficient_system_resource: 'overloaded',
  server: 'server',
  server_error: 'server',
  api_error: 'server',
  internal_error: 'server',
  internal_server_error: 'server',
  provider_unavailable: 'server',
  timeout: 'server',
  timeout_error: 'server',
};

/**
 * Codes that only repeat a status. They count when there is no status, as for errors inside a 200.
 */
export const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  invalid_request: 400,
  invalid_request_error: 400,
  invalid_argument: 400,
  failed_precondition: 400,
  precondition_failed: 400,
  unprocessable: 422,
  // OpenAI's rate limits: too many requests, or too many tokens.
  requests: 429,
  tokens: 429,
  // Gemini.
  unauthenticated: 401,
  resource_exhausted: 429,
  internal: 500,
  unavailable: 503,
  deadline_exceeded: 504,
  // Text Generation Inference.
  validation: 422,
  template_error: 422,
  tool_error: 422,
  generation: 424,
  incomplete_generation: 500,
};

/**
 * The kinds that are not the usual ones for their status: `bad_request` for 4xx, `server` for 5xx.
 */
export const ERROR_KINDS_BY_STATUS: Kinds = {
  401: 'auth',
  402: 'payment',
  403: 'permission',
  404: 'not_found',
  408: 'server',
  409: 'server',
  413: 'too_large',
  424: 'server',
  429: 'rate_limit',
  // Cohere: the token is not valid.
  498: 'auth',
  499: 'server',
  501: 'bad_request',
  503: 'overloaded',
  529: 'overloaded',
};

/** Words of an error message that make its kind more precise. */
interface WordRule {
  /** The kinds that the code and the status may have given before. */
  readonly among: readonly ProviderErrorKind[];
  readonly words: RegExp;
  /** The kind that the words mean. */
  readonly kind: ProviderErrorKind;
}

/**
 * The first rule that fits counts. They come after codes and status, since messages quote what
 * people wrote.
 */
export const ERROR_KINDS_BY_WORDS: readonly WordRule[] = [
  {
    // Together sends this with 403.
    among: ['bad_request', 'too_large', 'server', 'permission'],
    words:
      /maximum context length|exceed context limit|model's maximum context limit|longer than the model's context length|input tokens exceed|exceeds the available context size|exceeds the maximum number of tokens|maximum input length is|prompt is too long|string too long\. expected a string with maximum length|`inputs` tokens \+ `max_new_tokens` must be|current length is \d+ while limit is|contextwindowexceedederror/,
    kind: 'context_length',
  },
  {
    among: ['bad_request', 'server', 'permission'],
    words:
      /content management policy|triggering azure openai's content management|rejected as a result of our safety system|the model produced invalid content|violating our usage policy|contentpolicyviolationerror/,
    kind: 'content_filter',
  },
  {
    among: ['bad_request'],
    words: /^(api key not valid|incorrect api key|invalid api key)/,
    kind: 'auth',
  },
  // Groq's flexible tier.
  { among: ['auth'], words: /\bcapacity\b/, kind: 'overloaded' },
  // When one request alone exceeds the rate limit, waiting does not help.
  { among: ['rate_limit', 'too_large'], words: /^request too large/, kind: 'context_length' },
  { among: ['rate_limit'], words: /\blimit: 0\b/, kind: 'payment' },
  // A web page comes from a proxy in between, and says nothing about the key.
  { among: ['permission'], words: /^\s*<(!doctype|html)/, kind: 'protocol' },
];
