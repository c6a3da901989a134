import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { answerWithModel } from '../../../src/bot/answer/answer-with-model.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { providers } from '../../../src/providers/index.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';
import { noMaterial } from '../../helpers/no-material.ts';
import { startRawServer } from '../../helpers/raw-server.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/reports/provider');
/** The sizes of the pieces in which each body is sent. */
const PIECE_BYTES = [100_000, 1, 7];

/** A report: the raw body of an answer, and what people should read. */
interface ReportedThoughts {
  /** The word after the first dot is the provider that reads it. */
  readonly file: string;
  readonly source: string;
  readonly text: string;
  /** The answer is only thoughts, and says so. */
  readonly isMarked?: boolean;
}

const reports: readonly ReportedThoughts[] = [
  {
    file: 'p01.vllm.think-without-opening.sse',
    source: 'vllm-project/vllm #13125; kekzl/imp PR 86; skalesapp/skales #166',
    text: 'The answer is 4.',
  },
  {
    file: 'p18.ollama.think-brackets.ndjson',
    source: 'RooCodeInc/Roo-Code #8522 (Magistral under Ollama)',
    text: '4',
  },
  { file: 'p21.openrouter.think-both.sse', source: 'skalesapp/skales #166', text: 'Yes.' },
  {
    file: 'p23.openrouter.only-reasoning.sse',
    source: 'sipeed/picoclaw PR 992; NousResearch/hermes-agent PR 65144',
    text: 'The capital is Paris.',
    isMarked: true,
  },
  { file: 'p39.mistral.parts.sse', source: 'jeremychone/rust-genai PR 164', text: 'Yes.' },
  {
    file: 'p140.openai.late-tag-in-a-word.sse',
    source: 'NousResearch/hermes-agent PR 4311 (Kimi K2.5 at Alibaba)',
    text: 'Four.',
  },
  {
    file: 'p141.openai.harmony-channels.sse',
    source: 'kekzl/imp PR 768; ml-explore/mlx-lm PR 1867',
    text: 'It is 4.',
  },
  {
    file: 'p142.openai.chatml-end.sse',
    source: 'moltis-org/moltis #306',
    text: 'Hello! How can I help?',
  },
  {
    file: 'p143.openai.thoughts-cut-by-length.sse',
    source: 'mindcraft-bots/mindcraft #789; xorbitsai/xagent PR 626',
    text: 'Let me see. One',
    isMarked: true,
  },
  {
    file: 'p144.openai.answer-in-reasoning-with-token.sse',
    source: 'vllm-project/vllm #48645; sgl-project/sglang PR 37644',
    text: 'Good morning! How can I help?',
    isMarked: true,
  },
  {
    file: 'p145.openrouter.thoughts-twice.sse',
    source: 'skalesapp/skales #166; tenstorrent/tt-inference-server PR 2546',
    text: 'Four.',
  },
  {
    file: 'p146.openai.harmony-names-only.sse',
    source: 'Augustas11/macprovider #743',
    text: 'four',
  },
  { file: 'p147.openai.answer-tag.sse', source: 'vllm-project/vllm PR 52658', text: 'It is 4.' },
  {
    file: 'p148.ollama.gemma-channel.ndjson',
    source: 'odysseus-dev/odysseus #2225; NousResearch/hermes-agent PR 67632',
    text: 'It is 4.',
  },
];

for (const { file, source, text, isMarked = false } of reports) {
  it(`the answer of ${file} has no thoughts and no tokens (${source})`, async (t) => {
    for (const pieceBytes of PIECE_BYTES) {
      const answer = await askAt(t, file, pieceBytes);
      assert.equal(answer.text.trim(), text, `in pieces of ${pieceBytes} bytes`);
      assert.equal(answer.lead.includes('thought out loud'), isMarked);
    }
  });
}

/** Asks the provider of a report, whose server answers with the report's body, and gives the answer. */
async function askAt(t: TestContext, file: string, pieceBytes: number) {
  const path = join(FOLDER, file);
  const metaPath = `${path}.meta.json`;
  const { headers = {} } = existsSync(metaPath) ? JSON.parse(readFileSync(metaPath, 'utf8')) : {};
  const body = readFileSync(path);
  const server = await startRawServer((exchange) => {
    exchange.sendHeaders(200, headers);
    for (let start = 0; start < body.length; start += pieceBytes) {
      exchange.write(body.subarray(start, start + pieceBytes));
    }
    exchange.end();
  });
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });

  const name = file.split('.')[1] ?? '';
  const prefix = name.toUpperCase();
  const env = { [`${prefix}_BASE_URL`]: server.url, [`${prefix}_API_KEY`]: 'test-key' };
  const provider = providers[name]?.({ env, http, clock: systemClock });
  assert.ok(provider, `there is no provider ${name}`);

  const parts = {
    ...noMaterial,
    conversations: {
      settings: async () => ({}),
      async *history() {},
      claimTrimNotice: async () => false,
    },
    router: {
      defaultModel: `${name}/m`,
      find: async () => undefined,
      models: async () => [],
      stream: provider.stream,
    },
    language: 'en' as const,
    settingsOf: usualSettings(),
    clock: systemClock,
    log: silentLog,
  };
  const reply = {
    show() {},
    showNotice() {},
    showTranscript() {},
    showReasoning() {},
    finish: async () => {},
  };
  const order = { model: parts.router.defaultModel, lead: '' };
  return answerWithModel(parts, createFakeTurn(), order, reply, new AbortController().signal);
}
