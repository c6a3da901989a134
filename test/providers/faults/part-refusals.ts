import type { ChatRequest } from '../../../src/contracts/provider.ts';
import { anthropic } from '../protocols/anthropic.ts';
import { cohere } from '../protocols/cohere.ts';
import { gemini } from '../protocols/gemini.ts';
import { mistral } from '../protocols/mistral.ts';
import { ollama } from '../protocols/ollama.ts';
import { openai } from '../protocols/openai.ts';
import { openaiResponses } from '../protocols/openai-responses.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { tgi } from '../protocols/tgi.ts';

/** A refusal that names a part of the request, as a public report quotes it, in fewer words. */
export interface PartRefusal {
  /** The report or document that shows the refusal. */
  readonly source: string;
  readonly protocol: Protocol;
  readonly status: number;
  readonly body: unknown;
  /** Tells whether a request still has the part that this server refuses. */
  // biome-ignore lint/suspicious/noExplicitAny: rows look into bodies of many protocols.
  readonly isRefused: (json: any, path: string) => boolean;
  /** The properties of the request that differ from `FULL_REQUEST`. */
  readonly request?: Partial<ChatRequest>;
}

const PNG = { mime: 'image/png', bytes: Uint8Array.of(1, 2, 3) };

/** A request with every part that a server may refuse. */
export const FULL_REQUEST: Omit<ChatRequest, 'model'> = {
  system: 'Be brief and kind.',
  messages: [
    { role: 'user', text: 'What is this picture?', images: [PNG] },
    { role: 'assistant', text: 'A cat.' },
    { role: 'user', text: 'Please stop the temperature at 20 degrees.' },
  ],
  parameters: {
    temperature: 0.2,
    topP: 0.9,
    topK: 40,
    presencePenalty: 0.5,
    frequencyPenalty: 0.5,
    maxOutputTokens: 4_000,
    stop: ['END'],
    seed: 7,
    reasoningEffort: 'low',
  },
};

const openaiError = (message: string, fields: object = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...fields },
});
const unsupported = (param: string, message: string) =>
  openaiError(message, { param, code: 'unsupported_value' });
const vllmError = (message: string) => ({
  object: 'error',
  message,
  type: 'BadRequestError',
  param: null,
  code: 400,
});
const anthropicError = (message: string) => ({
  type: 'error',
  error: { type: 'invalid_request_error', message },
});
const geminiError = (message: string, details: readonly unknown[] = []) => ({
  error: { code: 400, message, status: 'INVALID_ARGUMENT', details },
});
const extra = (...names: readonly string[]) =>
  names.map((name) => ({
    type: 'extra_forbidden',
    loc: ['body', name],
    msg: 'Extra inputs are not permitted',
    input: 'x',
  }));

type Row = readonly [
  source: string,
  status: number,
  body: unknown,
  isRefused: PartRefusal['isRefused'],
  request?: Partial<ChatRequest>,
];

const has = (name: string) => (json: object) => name in json;
// biome-ignore lint/suspicious/noExplicitAny: as in `PartRefusal`.
const hasSystem = ({ messages }: any) => messages[0].role === 'system';
const hasImages = (json: object) => /image_url|"images"|inlineData/.test(JSON.stringify(json));
const twoUserMessages: Partial<ChatRequest> = {
  messages: [
    { role: 'user', text: 'One?' },
    { role: 'user', text: 'Two?' },
  ],
};
// biome-ignore lint/suspicious/noExplicitAny: as in `PartRefusal`.
const isUneven = ({ messages }: any) =>
  messages
    .filter(({ role }: { role: string }) => role !== 'system')
    .some(({ role }: { role: string }, index: number) => role !== ['user', 'assistant'][index % 2]);

const spoken: Partial<ChatRequest> = {
  messages: [
    { role: 'user', text: 'Well?', audio: [{ mime: 'audio/wav', bytes: Uint8Array.of(1) }] },
  ],
};
const hasAudio = (json: object) => JSON.stringify(json).includes('input_audio');

const openaiRows: readonly Row[] = [
  // Recordings.
  [
    'OpenRouter’s documents: a model that does not hear',
    404,
    openaiError('No endpoints found that support input audio', { code: 404 }),
    hasAudio,
    spoken,
  ],
  [
    'vLLM: its source, limits of media for each prompt',
    400,
    vllmError('At most 0 audio(s) may be provided in one prompt.'),
    hasAudio,
    spoken,
  ],
  [
    'NousResearch/hermes-agent #51773; langgenius/dify #14376',
    400,
    {
      error: {
        code: 'InvalidParameter',
        message:
          'The parameter `max_tokens` specified in the request are not valid: integer above maximum value, expected a value <= 2048, but got 4000 instead. Request id: a1',
        param: 'max_tokens',
        type: 'BadRequest',
      },
    },
    (json) => json.max_tokens > 2_048,
  ],
  [
    'databricks/databricks-sdk-go #1183',
    400,
    {
      error_code: 'BAD_REQUEST',
      message:
        'Bad request: rpc error: code = InvalidArgument desc = max_tokens (4000) cannot exceed 2048. Please reduce the length of max output tokens generated.',
    },
    (json) => json.max_tokens > 2_048,
  ],
  // The stream.
  [
    'lobehub/lobehub #9385, RooCodeInc/Roo-Code #6868',
    400,
    unsupported('stream', 'Your organization must be verified to stream this model.'),
    ({ stream }) => stream,
  ],
  [
    'BeehiveInnovations/pal-mcp-server #134: the same behind OpenRouter',
    400,
    openaiError('Provider returned error', {
      code: 400,
      metadata: {
        raw: JSON.stringify(
          unsupported('stream', 'Your organization must be verified to stream this model.'),
        ),
      },
    }),
    ({ stream }) => stream,
  ],
  [
    'animalnots/BetterChatGPT-PLUS #62, github/gh-models #31',
    400,
    unsupported('stream', "Unsupported value: 'stream' does not support true with this model."),
    ({ stream }) => stream,
  ],
  [
    'danny-avila/LibreChat #8877: Bedrock behind a gateway',
    400,
    { message: 'The model is unsupported for streaming.' },
    ({ stream }) => stream,
  ],
  // The system role.
  [
    'vllm-project/vllm PR 2964, huggingface/chat-ui #1386',
    400,
    vllmError('System role not supported'),
    hasSystem,
  ],
  [
    'sgl-project/sglang #892: the same with a status of 500',
    500,
    { error: { message: 'TemplateError: System role not supported' } },
    hasSystem,
  ],
  [
    'coleam00/Archon #12, QuantumNous/new-api #847',
    400,
    unsupported(
      'messages[0].role',
      "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    ),
    hasSystem,
  ],
  [
    'infiniflow/ragflow #11021: templates that take the system role for a broken order',
    400,
    vllmError('Conversation roles must alternate user/assistant/user/assistant/...'),
    hasSystem,
  ],
  [
    'microsoft/vscode #258088: Gemma at Gemini’s OpenAI endpoint',
    400,
    [geminiError('Developer instruction is not enabled for models/gem-27b')],
    hasSystem,
  ],
  // Parameters.
  [
    'QwenLM/qwen-code #921, cline/cline #341',
    400,
    unsupported(
      'temperature',
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    ),
    has('temperature'),
  ],
  [
    'npiv/chatblade #100: without a param',
    400,
    openaiError("Unsupported parameter: 'temperature' is not supported with this model."),
    has('temperature'),
  ],
  [
    'HKUDS/nanobot PR 202: Moonshot',
    400,
    openaiError('invalid temperature: only 1 is allowed for this model'),
    has('temperature'),
  ],
  [
    'BerriAI/litellm PR 33738',
    400,
    openaiError("litellm.UnsupportedParamsError: gpt-n doesn't support temperature=0.2."),
    has('temperature'),
  ],
  [
    'lobehub/lobehub #8381: xAI',
    400,
    { code: 'invalid argument', error: 'Argument not supported on this model: presencePenalty' },
    has('presence_penalty'),
  ],
  [
    'open-webui/open-webui #21266: xAI',
    400,
    { error: 'Model grok-n does not support parameter frequencyPenalty.' },
    has('frequency_penalty'),
  ],
  [
    'mnfst/modelparams.dev PR 330: xAI refuses stop',
    400,
    { error: 'Argument not supported on this model: stop' },
    has('stop'),
  ],
  [
    'NousResearch/hermes-agent #23088: xAI',
    400,
    { error: 'Model grok-n does not support parameter reasoningEffort.' },
    has('reasoning_effort'),
  ],
  [
    'CherryHQ/cherry-studio #1099: Groq',
    400,
    openaiError("property 'reasoning_effort' is unsupported, did you mean 'reasoning_format'?"),
    has('reasoning_effort'),
  ],
  [
    'iamsrikanthnani/pluely PR 219: Groq',
    400,
    openaiError('`reasoning_effort` must be one of `none` or `default`'),
    has('reasoning_effort'),
  ],
  [
    'Gitlawb/openclaude #1371: Ollama at its OpenAI endpoint',
    400,
    openaiError('"small:8b" does not support thinking'),
    has('reasoning_effort'),
  ],
  [
    'ollama/ollama #12561',
    400,
    openaiError('think value "low" is not supported for this model'),
    has('reasoning_effort'),
  ],
  [
    'jekalmin/extended_openai_conversation #428: Anthropic behind LiteLLM',
    400,
    openaiError(
      'litellm.BadRequestError: AnthropicException - {"type":"error","error":{"message":"temperature and top_p cannot both be specified for this model."}}',
    ),
    (json) => 'temperature' in json && 'top_p' in json,
  ],
  [
    'opencode PR 9740 of aaif-goose/goose: Databricks',
    400,
    { error_code: 'BAD_REQUEST', message: 'Model x does not support the temperature parameter' },
    has('temperature'),
  ],
  [
    'Text Generation Inference’s source: values out of its range, behind Chat Completions',
    422,
    { error: 'Input validation error: `top_p` must be > 0.0 and < 1.0', error_type: 'validation' },
    has('top_p'),
  ],
  [
    'DeepSeek’s wording of a value out of its range',
    400,
    openaiError('Invalid top_p value, the valid range of top_p is (0, 1.0]'),
    has('top_p'),
  ],
  [
    'Alibaba’s wording of a value out of its range',
    400,
    openaiError('<400> InternalError.Algo.InvalidParameter: Range of top_p should be (0.0, 0.5]'),
    has('top_p'),
  ],
  [
    'OpenRouter’s documents: provider routing',
    404,
    openaiError('No endpoints found that can handle the requested parameters.', { code: 404 }),
    (json) => 'seed' in json || 'top_k' in json,
  ],
  [
    'jsonschema’s source: a gateway that checks the body against a schema',
    400,
    { message: "Additional properties are not allowed ('seed' was unexpected)" },
    has('seed'),
  ],
  ['encoding/json’s source: a gateway in Go', 400, 'json: unknown field "seed"', has('seed')],
  [
    'OpenAI’s schema, behind Azure: the path of the role',
    400,
    openaiError("'system' is not one of ['user', 'assistant'] - 'messages.0.role'"),
    hasSystem,
  ],
  // The names of the limit.
  [
    'griptape-ai/ComfyUI-Griptape #312',
    400,
    openaiError(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: 'max_tokens', code: 'unsupported_parameter' },
    ),
    has('max_tokens'),
  ],
  [
    'caozhiyuan/copilot-api #164: without a param',
    400,
    {
      error: {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        code: 'invalid_request_body',
      },
    },
    has('max_tokens'),
  ],
  // The length of the answer.
  [
    'diffbot/code-gpt-docs #284',
    400,
    openaiError(
      'max_tokens is too large: 4000. This model supports at most 2048 completion tokens.',
    ),
    (json) => json.max_tokens > 2_048,
  ],
  [
    'ogx-ai/ogx #4534: vLLM',
    400,
    vllmError(
      "This model's maximum context length is 4096 tokens. However, you requested 4568 tokens (568 in the messages, 4000 in the completion).",
    ),
    (json) => json.max_tokens > 3_528,
  ],
  [
    'vllm-project/vllm #42474',
    400,
    vllmError(
      "This model's maximum context length is 4096 tokens. However, you requested 4000 output tokens and your prompt contains at least 97 input tokens, for a total of at least 4097 tokens.",
    ),
    (json) => json.max_tokens > 3_000,
  ],
  // The usage option.
  [
    'gpustack/gpustack #429: vLLM',
    400,
    vllmError(
      "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]",
    ),
    has('stream_options'),
  ],
  // Images.
  [
    'JohnnyZ93/oai-compatible-copilot #229, nexu-io/nexu #875',
    404,
    { error: { code: '404', message: 'No endpoints found that support image input', param: '' } },
    hasImages,
  ],
  [
    'claraverse-space/ClaraVerse #234: llama.cpp',
    500,
    { error: { code: 500, message: 'image input is not supported - hint: provide the mmproj' } },
    hasImages,
  ],
  [
    'openkursar/hello-halo #109: DeepSeek',
    400,
    openaiError('Failed to deserialize the JSON body: messages[1]: unknown variant `image_url`'),
    hasImages,
  ],
  [
    'tailcallhq/forgecode #2008, chatboxai/chatbox #1740: DeepSeek',
    422,
    openaiError('messages[1]: invalid type: sequence, expected a string at line 1 column 290'),
    hasImages,
  ],
  [
    'tinyhumansai/openhuman PR 3527: Gemini’s OpenAI endpoint',
    400,
    [
      geminiError(
        'Invalid JSON payload received. Unknown name "frequency_penalty": Cannot find field.',
      ),
    ],
    has('frequency_penalty'),
  ],
  [
    'UKGovernmentBEIS/inspect_ai #3257: another wording of Google',
    400,
    { error: { code: 400, message: "invalid JSON, near column 10: no such field: 'seed'" } },
    has('seed'),
  ],
  // The order of the roles.
  [
    'perplexityai/api-discussion #265, FoundationAgents/OpenManus #580',
    400,
    {
      error: {
        message:
          'After the (optional) system message(s), user and assistant roles should be alternating.',
        type: 'invalid_message',
        code: 400,
      },
    },
    isUneven,
    twoUserMessages,
  ],
  [
    'deepseek-ai/DeepSeek-R1 #21',
    400,
    openaiError(
      'deepseek-r does not support successive user or assistant messages (messages[1] and messages[2]).',
    ),
    isUneven,
    twoUserMessages,
  ],
  [
    'vllm-project/vllm #6862',
    400,
    vllmError(
      'After the optional system message, conversation roles must alternate user/assistant/user/assistant/...',
    ),
    isUneven,
    twoUserMessages,
  ],
  [
    'pydantic/pydantic-ai #4495: Bedrock behind LiteLLM',
    400,
    openaiError('BedrockException: A conversation must start with a user message.'),
    isUneven,
    {
      messages: [
        { role: 'assistant', text: 'Hello.' },
        { role: 'user', text: 'Hi?' },
      ],
    },
  ],
];

const mistralRows: readonly Row[] = [
  [
    'partITech/php-mistral #76',
    422,
    { object: 'Error', message: { detail: extra('random_seed', 'stop') }, code: 3001 },
    (json) => 'random_seed' in json || 'stop' in json,
  ],
];

const remembered: Partial<ChatRequest> = { system: 'Be kind. '.repeat(1_000), cacheKey: 'a' };
const hasCacheMark = (json: object) => JSON.stringify(json).includes('cache_control');

const anthropicRows: readonly Row[] = [
  [
    'cg-dot/vertexai-cf-workers PR 21; Mirascope/mirascope #618: Vertex AI',
    400,
    anthropicError('messages.1.content.0.text.cache_control: Extra inputs are not permitted'),
    hasCacheMark,
    remembered,
  ],
  [
    'anthropics/anthropic-sdk-typescript #553',
    400,
    anthropicError('system.0.cache_control: Extra inputs are not permitted'),
    hasCacheMark,
    remembered,
  ],
  [
    'the same from a gateway in front, as FastAPI writes it',
    422,
    {
      detail: [
        {
          type: 'extra_forbidden',
          loc: ['body', 'messages', 1, 'content', 0, 'cache_control'],
          msg: 'Extra inputs are not permitted',
        },
      ],
    },
    hasCacheMark,
    remembered,
  ],
  [
    'continuedev/continue #6080',
    400,
    anthropicError(
      'input length and `max_tokens` exceed context limit: 197000 + 6048 > 200000, decrease input length or `max_tokens` and try again',
    ),
    (json) => json.max_tokens > 3_000,
    { parameters: { maxOutputTokens: 4_000 } },
  ],
  [
    'Anthropic’s documents: the longest answer of an older model',
    400,
    anthropicError(
      'max_tokens: 8192 > 4096, which is the maximum allowed number of output tokens for claude-n',
    ),
    (json) => json.max_tokens > 4_096,
    { parameters: {} },
  ],
  [
    'BerriAI/litellm #26444',
    400,
    anthropicError('`temperature` is deprecated for this model.'),
    has('temperature'),
    { parameters: { temperature: 0.2 } },
  ],
  [
    'aaif-goose/goose PR 9740: models that only think adaptively',
    400,
    anthropicError(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive".',
    ),
    has('thinking'),
  ],
  [
    'the wording of caozhiyuan/copilot-api #145',
    400,
    anthropicError('top_k: Extra inputs are not permitted'),
    has('top_k'),
    { parameters: { topK: 40 } },
  ],
];

const geminiRows: readonly Row[] = [
  [
    '0xPlaygrounds/rig #788, agno-agi/agno #3505',
    400,
    geminiError('Developer instruction is not enabled for models/gem-27b-it'),
    has('systemInstruction'),
  ],
  [
    'immersive-translate/immersive-translate #2976',
    400,
    geminiError('thinking_config is not supported.'),
    (json) => 'thinkingConfig' in json.generationConfig,
  ],
  [
    'earendil-works/pi #3460',
    400,
    geminiError(
      'Unable to submit request because The model does not support setting thinking_budget to 0',
    ),
    (json) => 'thinkingConfig' in json.generationConfig,
    { parameters: { temperature: 1, reasoningEffort: 'none' } },
  ],
  [
    'googleapis/go-genai #83',
    400,
    geminiError(
      'Invalid JSON payload received. Unknown name "thinkingConfig" at \'generation_config\': Cannot find field.',
      [{ fieldViolations: [{ field: 'generation_config', description: 'Unknown name' }] }],
    ),
    (json) => 'thinkingConfig' in json.generationConfig,
  ],
  [
    'Gemini’s API documents: a method that a model does not have',
    404,
    geminiError('models/gem-n is not found, or is not supported for streamGenerateContent.'),
    (_, path) => path.includes('stream'),
  ],
];

const ollamaRows: readonly Row[] = [
  [
    'taketwo/llm-ollama PR 54, ollama/ollama #14212',
    400,
    { error: '"small:8b" does not support thinking' },
    has('think'),
  ],
  [
    'ollama/ollama: its source, for a model without a projector',
    500,
    { error: 'this model is missing data required for image input' },
    hasImages,
  ],
];

const responsesRows: readonly Row[] = [
  [
    'continuedev/continue #12031, OpenHands/software-agent-sdk #987',
    400,
    unsupported(
      'reasoning.summary',
      'Your organization must be verified to generate reasoning summaries.',
    ),
    (json) => 'summary' in (json.reasoning ?? {}),
  ],
  [
    'can1357/oh-my-pi PR 7454: models without sampling',
    400,
    unsupported('top_p', "Unsupported parameter: 'top_p' is not supported with this model."),
    has('top_p'),
  ],
  [
    'continuedev/continue #7129',
    400,
    unsupported('stream', 'Your organization must be verified to stream this model.'),
    ({ stream }) => stream,
  ],
];

const cohereRows: readonly Row[] = [
  [
    'Cohere’s documents: models that do not think',
    400,
    { message: 'thinking is not supported for this model' },
    has('thinking'),
  ],
];

const tgiRows: readonly Row[] = [
  [
    'huggingface/text-generation-inference: its source, validation',
    422,
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: 1500 `inputs` tokens and 1024 `max_new_tokens`',
      error_type: 'validation',
    },
    (json) => json.parameters.max_new_tokens > 548,
    { parameters: {} },
  ],
];

const toRefusals = (protocol: Protocol, rows: readonly Row[]): readonly PartRefusal[] =>
  rows.map(([source, status, body, isRefused, request = {}]) => ({
    source,
    protocol,
    status,
    body,
    isRefused,
    request,
  }));

/** Refusals that a change of the request cures. */
export const partRefusals: readonly PartRefusal[] = [
  ...toRefusals(openai, openaiRows),
  ...toRefusals(mistral, mistralRows),
  ...toRefusals(anthropic, anthropicRows),
  ...toRefusals(gemini, geminiRows),
  ...toRefusals(ollama, ollamaRows),
  ...toRefusals(openaiResponses, responsesRows),
  ...toRefusals(cohere, cohereRows),
  ...toRefusals(tgi, tgiRows),
];
