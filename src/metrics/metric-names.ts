/**
 * Every name that Parley gives to a metric. What models do is named as OpenTelemetry's conventions for generative AI
 * say (open-telemetry/semantic-conventions-genai v0.1.0, status Development), in the form that Prometheus wants:
 * `gen_ai.client.inference.duration` with the unit `s` is `gen_ai_client_inference_duration_seconds`, and a counter
 * ends with `_total`. All other names begin with `parley_`. A label never names a person, a channel or a message.
 */
export const metricNames = {
  inferenceDuration: {
    name: 'gen_ai_client_inference_duration_seconds',
    help: 'The time of one request to a model, from its start to its last word or its failure.',
    labelNames: [
      'gen_ai_operation_name',
      'gen_ai_provider_name',
      'gen_ai_request_model',
      'error_type',
    ],
  },
  timeToFirstChunk: {
    name: 'gen_ai_client_inference_time_to_first_chunk_seconds',
    help: 'The time from the start of a request to the first words or thoughts of the model.',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
  },
  inputTokens: {
    name: 'gen_ai_client_inference_usage_input_tokens_total',
    help: 'The tokens of prompts, also the cached ones.',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
  },
  cachedInputTokens: {
    name: 'gen_ai_client_inference_usage_cache_read_input_tokens_total',
    help: 'The part of the input tokens that the service had kept from earlier requests.',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
  },
  outputTokens: {
    name: 'gen_ai_client_inference_usage_output_tokens_total',
    help: 'The tokens that models wrote, also their thoughts.',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
  },
  reasoningTokens: {
    name: 'gen_ai_client_inference_usage_reasoning_output_tokens_total',
    help: 'The part of the output tokens that were thoughts, as far as services say.',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
  },
  attempts: {
    name: 'parley_attempts_total',
    help: 'Requests to services, by their outcome: answered, stopped, or why they failed.',
    labelNames: ['gen_ai_provider_name', 'purpose', 'outcome'],
  },
  cost: {
    name: 'parley_cost_usd_total',
    help: 'What requests cost in US dollars, as far as the prices are known.',
    labelNames: ['gen_ai_provider_name', 'gen_ai_request_model', 'purpose'],
  },
  unknownCosts: {
    name: 'parley_cost_unknown_attempts_total',
    help: 'Requests whose cost is unknown, because their model has no price.',
    labelNames: ['gen_ai_provider_name', 'gen_ai_request_model'],
  },
  unpriced: {
    name: 'parley_unpriced_refusals_total',
    help: 'Requests that were not made, because dollars are limited and the model has no price.',
    labelNames: ['gen_ai_provider_name'],
  },
  limits: {
    name: 'parley_limit_events_total',
    help: 'Limits of which 80 % were used (near), or that were reached.',
    labelNames: ['subject', 'measure', 'event'],
  },
  totalLimitUsed: {
    name: 'parley_total_limit_used_ratio',
    help: 'The share that is used of the limits for everybody together; of several scopes, the highest.',
    labelNames: ['measure'],
  },
  messages: {
    name: 'parley_messages_total',
    help: 'Messages that Parley saw: questions, and why the others are none.',
    labelNames: ['platform', 'outcome'],
  },
  commands: {
    name: 'parley_commands_total',
    help: 'Commands, presses of buttons and forms.',
    labelNames: ['platform', 'command', 'by'],
  },
  answers: {
    name: 'parley_answers_total',
    help: 'Questions whose answer ended: done, failed, stopped, or refused by a limit.',
    labelNames: ['platform', 'outcome'],
  },
  answerDuration: {
    name: 'parley_answer_duration_seconds',
    help: 'The time from the start of an answer to its last words in the chat.',
    labelNames: ['platform', 'outcome'],
  },
  firstWords: {
    name: 'parley_first_words_seconds',
    help: 'The time from a question to the first words of its answer in the chat.',
    labelNames: ['platform'],
  },
  runningTurns: {
    name: 'parley_turns_running',
    help: 'Questions that are being answered.',
    labelNames: [],
  },
  waitingTurns: {
    name: 'parley_turns_waiting',
    help: 'Questions that wait for others.',
    labelNames: [],
  },
  writes: {
    name: 'parley_writes_total',
    help: 'Calls that create, edit or remove messages: done, or why the network did not do it.',
    labelNames: ['platform', 'call', 'outcome'],
  },
  writeDuration: {
    name: 'parley_write_duration_seconds',
    help: 'The time that a network takes for a call that creates, edits or removes a message.',
    labelNames: ['platform', 'call'],
  },
  networkUp: {
    name: 'parley_network_up',
    help: 'Whether a chat network is connected.',
    labelNames: ['platform'],
  },
  storeUp: {
    name: 'parley_store_up',
    help: 'Whether the store takes writes and can be read.',
    labelNames: [],
  },
  storeBytes: {
    name: 'parley_store_bytes',
    help: 'The size of the store on disk.',
    labelNames: [],
  },
  processes: {
    name: 'parley_processes',
    help: 'The processes that work on the store.',
    labelNames: ['role'],
  },
  waitingEvents: {
    name: 'parley_events_waiting',
    help: 'Events of the networks that no process has dealt with yet.',
    labelNames: [],
  },
  oldestEvent: {
    name: 'parley_events_oldest_seconds',
    help: 'The age of the oldest event that waits.',
    labelNames: [],
  },
} as const;
