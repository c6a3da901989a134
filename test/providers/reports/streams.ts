import type { Report } from './report.ts';

/** Answers whose end is told too early, more than once or in a strange way. */
const ENDS: readonly Report[] = [
  {
    file: 'p02.gemini.stop-on-every-chunk.sse',
    source: 'BerriAI/litellm #2195, songquanpeng/one-api PR 1477',
    text: 'I am a large language model.',
  },
  {
    file: 'p03.gemini.stop-before-text.sse',
    source: 'router-for-me/CLIProxyAPI #5651, Chevey339/kelivo #1003',
    text: 'Berlin.',
  },
  {
    file: 'p04.openai.stop-on-reasoning.sse',
    source: 'open-webui/open-webui #16377',
    reasoning: 'Let me think. Yes.',
    text: 'Paris.',
  },
  {
    file: 'p14.gemini.max-tokens-no-parts.sse',
    source: 'google/adk-python #1357, BerriAI/litellm #36881',
    ending: 'empty',
  },
  {
    file: 'p15.gemini.stop-no-parts.sse',
    source: 'AstrBotDevs/AstrBot PR 6735',
    ending: 'empty',
  },
  {
    file: 'p24.openai.empty-finish.sse',
    source: 'adolfousier/opencrabs PR 1499',
    text: 'ab',
  },
  {
    file: 'p101.nvidia.content-after-finish.sse',
    source: 'anomalyco/opencode PR 49167',
    text: 'The answer is 7.',
  },
  {
    file: 'p102.vllm.stop-with-text-and-again.sse',
    source: 'linagora/openrag PR 462',
    text: 'Good day. How can I help?',
  },
  {
    file: 'p103.vllm.two-stops.sse',
    source: 'vllm-project/vllm #2266, sgl-project/sglang PR 8417',
    text: '42',
  },
  {
    file: 'p104.openai.stop-on-every-thought.sse',
    source: 'su-kaka/gcli2api #403',
    reasoning: '17*23=391. +45.',
    text: '436',
  },
  {
    file: 'p105.anthropic.no-message-stop.sse',
    source: 'esengine/DeepSeek-Reasonix PR 8756',
    text: 'All done.',
  },
  {
    file: 'p106.openai.finish-in-camel-case.sse',
    source: 'jakobdylanc/llmcord #84',
    text: 'Barty inherited a house.',
  },
  {
    file: 'p107.vllm.done-without-finish.sse',
    source: 'waybarrios/vllm-mlx #628, databricks/unity-gateway #215',
    text: 'ok',
    ending: 'other',
  },
  {
    file: 'p108.anthropic.cut-by-length-without-end.sse',
    source: 'maximhq/bifrost #6081',
    text: 'Once upon',
    ending: 'truncated',
  },
  {
    file: 'p109.openai_responses.incomplete.sse',
    source: 'ScreamingFace/screamingface PR 501',
    text: 'Half of',
    ending: 'length',
  },
  {
    file: 'p110.litellm.usage-after-done.sse',
    source: 'Continuum-AI-Corp/OrcaRouter-Lite #127',
    text: 'Hi',
  },
  {
    file: 'p111.openai.usage-is-the-end.sse',
    source: 'NousResearch/hermes-agent PR 100515',
    text: 'Hello there',
    ending: 'other',
  },
  {
    file: 'p112.openai.whole-message-after-deltas.sse',
    source: 'ENTERPILOT/GoModel PR 1068, abundantbeing/hermes-browser-extension #11',
    reasoning: 'Hm.',
    text: 'Good day.',
  },
  {
    file: 'p114.openai.empty-error-object.sse',
    source: 'BerriAI/litellm PR 18493',
    text: 'Fine',
  },
];

/** Answers whose frames are not quite server-sent events. */
const FRAMES: readonly Report[] = [
  {
    file: 'p05.openai.single-newline.sse',
    source: 'anomalyco/opencode #27365, rexxars/eventsource-parser PR 31',
    text: 'Hello',
  },
  {
    file: 'p06.openai.two-glued.sse',
    source: 'ggml-org/llama.cpp #14268, anomalyco/opencode #25858',
    text: 'Hello!',
  },
  {
    file: 'p07.openai.double-prefix.sse',
    source: 'openclaw/openclaw #96497',
    text: 'Hi',
  },
  {
    file: 'p08.openai.sse-as-json.sse',
    source: 'openclaw/openclaw #96497',
    text: 'Hi',
  },
  {
    file: 'p09.openai.data-newline.sse',
    source: '0xPlaygrounds/rig #534',
    text: '可以',
  },
  {
    file: 'p39.mistral.parts.sse',
    source: 'jeremychone/rust-genai PR 164',
    reasoning: 'hm',
    text: 'Yes.',
  },
  {
    file: 'p47.openrouter.comment-as-data.sse',
    source: 'mnfst/llm-gateway #2053',
    text: 'Hi',
  },
  {
    file: 'p49.openai.multi-line-data.sse',
    source: 'SamSaffron/term-llm PR 454',
    text: 'Hi',
  },
  {
    file: 'p120.openai.cut-frame-glued-to-next.sse',
    source: 'anomalyco/opencode #8282',
    reasoning: 'Hm. Now',
    text: 'Yes.',
  },
  {
    file: 'p121.openai_responses.error-inside-event.sse',
    source: 'Wei-Shaw/sub2api #1471',
    text: 'Hel',
    ending: 'server',
  },
  {
    file: 'p122.anthropic.empty-ping.sse',
    source: 'caozhiyuan/copilot-api PR 88',
    text: 'Hi',
  },
  {
    file: 'p123.openai.pong-as-data.sse',
    source: 'duolahypercho/codex-router PR 145',
    text: 'Hi',
  },
  {
    file: 'p124.openai.json-then-done.sse',
    source: 'decolua/9router #3492, PR 3301',
    text: 'OK',
  },
  {
    file: 'p125.openai.json-glued-to-done.sse',
    source: 'decolua/9router #3492',
    text: 'OK',
  },
  {
    file: 'p126.gemini.array-stream.json',
    source: 'nyo16/nous PR 26, symfony/ai PR 1988',
    text: 'Here you go: hi, hola, salut.',
  },
  {
    file: 'p127.gemini.chunk-without-prefix.sse',
    source: 'Helicone/helicone PR 3976',
    text: 'One two three',
  },
  {
    file: 'p128.openai.objects-glued.sse',
    source: 'bentoml/OpenLLM #864',
    text: 'Did you hear it?',
  },
  {
    file: 'p129.openai.comment-with-single-newline.sse',
    source: 'theopenco/llmgateway PR 2334, modelscope/evalscope PR 1474',
    text: 'Hi',
  },
  {
    file: 'p130.ollama.last-line-without-end.ndjson',
    source: 'decolua/9router PR 3545',
    text: 'hello world',
  },
  {
    file: 'p131.ollama.response-field.ndjson',
    source: 'eyalrot/ollama_openai #33',
    text: 'The sky',
  },
  {
    file: 'p132.ollama.lines-joined-by-proxy.ndjson',
    source: 'kevinhermawan/OllamaKit PR 1',
    text: 'ab',
  },
  {
    file: 'p133.openrouter.only-comments.sse',
    source: 'coder/coder PR 26005',
    ending: 'truncated',
  },
  {
    file: 'p134.openai.raw-error-line.sse',
    source: 'lucasjinreal/Crane PR 121',
    ending: 'protocol',
    message: /^openai sent something that cannot be read: “error: engine ran out of memory”/,
  },
  {
    file: 'p135.openai.empty-data-lines.sse',
    source: 'ollamaflow/ollamaflow #7',
    ending: 'truncated',
  },
  {
    file: 'p136.openai.crlf-without-space.sse',
    source: 'dataelement/Clawith PR 106',
    text: 'Good day',
  },
];

/** The reports about streams: kinds K2 and K3 of the collection. */
export const streamReports: readonly Report[] = [...ENDS, ...FRAMES];
