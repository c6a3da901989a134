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
];

/** The reports about streams: kinds K2 and K3 of the collection. */
export const streamReports: readonly Report[] = [...ENDS, ...FRAMES];
