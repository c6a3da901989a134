import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Attempt } from '../../../src/contracts/attempt.ts';
import { ConfigError, ProviderError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createTranscriber } from '../../../src/providers/transcription/transcriber.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { type Handler, startRawServer } from '../../helpers/raw-server.ts';

const never = new AbortController().signal;
const voice = { name: 'file_12.oga', mime: 'audio/ogg', bytes: Buffer.from('OggS sound \0\xff') };

/** Two seconds of silence. */
const wav = { name: 'a.wav', mime: 'audio/wav', bytes: createWav(2) };

function createWav(seconds: number, toldRate = 8_000): Buffer {
  const rate = 8_000;
  const bytes = Buffer.alloc(rate * seconds);
  bytes.write('RIFF');
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(toldRate, 28);
  bytes.writeUInt16LE(1, 32);
  return bytes;
}

function create(env: Env) {
  return createTranscriber({ env, clock: systemClock, http: createHttp({ env }) });
}

async function start(t: TestContext, handler: Handler, env: Env = {}) {
  const server = await startRawServer(handler);
  t.after(() => server.stop());
  const transcriber = create({
    TRANSCRIPTION_BASE_URL: server.url,
    TRANSCRIPTION_MODEL: 'whisper-x',
    ...env,
  });
  assert.ok(transcriber);
  return { server, transcriber };
}

describe('the transcriber', () => {
  test('is off unless a service is named for it', () => {
    assert.equal(create({}), undefined);
    assert.equal(create({ OPENAI_API_KEY: 'k' }), undefined);
  });

  test('takes the model that OpenAI and Groq recommend, and wants a name elsewhere', () => {
    assert.equal(create({ TRANSCRIPTION_API_KEY: 'k' })?.model, 'gpt-transcribe');
    const groq = { TRANSCRIPTION_BASE_URL: 'https://api.groq.com/openai/v1' };
    assert.equal(create(groq)?.model, 'whisper-large-v3-turbo');

    const isAboutModel = (error: unknown) =>
      error instanceof ConfigError && /TRANSCRIPTION_MODEL/.test(error.message);
    assert.throws(
      () => create({ TRANSCRIPTION_BASE_URL: 'http://localhost:8000/v1' }),
      isAboutModel,
    );
    assert.throws(() => create({ TRANSCRIPTION_MODEL: 'whisper-x' }), isAboutModel);
  });

  test('sends the recording as a form, without the name that the person gave it', async (t) => {
    const { server, transcriber } = await start(
      t,
      (exchange) => exchange.respond(200, { text: ' Hello there. ', usage: { seconds: 2 } }),
      { TRANSCRIPTION_API_KEY: 'secret', TRANSCRIPTION_HEADERS: 'X-Title: Parley' },
    );
    assert.equal(await transcriber.transcribe(voice, never), 'Hello there.');

    const [exchange] = server.exchanges;
    assert.equal(exchange?.path, '/audio/transcriptions');
    assert.equal(exchange?.headers.authorization, 'Bearer secret');
    assert.equal(exchange?.headers['x-title'], 'Parley');
    assert.match(exchange?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    const text = exchange?.text ?? '';
    assert.match(text, /name="model"\r\n\r\nwhisper-x\r\n/);
    assert.match(
      text,
      /name="file"; filename="recording\.ogg"\r\nContent-Type: audio\/ogg\r\n\r\nOggS/,
    );
    assert.ok(!text.includes('file_12'));
  });

  test('names the format by the type, or else by the name', async (t) => {
    const { server, transcriber } = await start(t, (exchange) =>
      exchange.respond(200, { text: '' }),
    );
    const formats = [
      ['song.bin', 'audio/mpeg', 'mp3'],
      ['clip.mov', 'application/octet-stream', 'mp4'],
      ['note', 'audio/x-m4a; codecs=mp4a', 'm4a'],
      ['call.WAV', '', 'wav'],
      ['voice', '', 'ogg'],
    ] as const;
    for (const [name, mime] of formats)
      await transcriber.transcribe({ ...voice, name, mime }, never);
    const names = server.exchanges.map(({ text }) => /filename="recording\.(\w+)"/.exec(text)?.[1]);
    assert.deepEqual(
      names,
      formats.map(([, , ending]) => ending),
    );
  });

  test('reads a bare text, and nothing from a silent recording', async (t) => {
    const answers = ['Bare words.\n', { text: '' }];
    const { transcriber } = await start(t, (exchange) => exchange.respond(200, answers.shift()));
    assert.equal(await transcriber.transcribe(voice, never), 'Bare words.');
    assert.equal(await transcriber.transcribe(voice, never), '');
  });

  test('tells the kinds of failures apart, without the key', async (t) => {
    const failures = [
      [401, { error: { message: 'Incorrect API key provided: secret.' } }, 'auth'],
      [404, { error: { message: 'The model does not exist' } }, 'not_found'],
      [413, { error: { message: 'Maximum content size limit (26214400) exceeded' } }, 'too_large'],
      [429, { error: { message: 'Rate limit reached' } }, 'rate_limit'],
      [200, { error: { message: 'the decoder failed' } }, 'server'],
      [200, '<!DOCTYPE html><title>Sign in</title>', 'protocol'],
    ] as const;
    let index = 0;
    const { transcriber } = await start(
      t,
      (exchange) => {
        const [status, body] = failures[index] ?? [];
        exchange.respond(status ?? 500, body);
      },
      { TRANSCRIPTION_API_KEY: 'secret' },
    );
    for (const [, , kind] of failures) {
      await assert.rejects(transcriber.transcribe(voice, never), (error) => {
        assert.ok(error instanceof ProviderError);
        assert.equal(error.kind, kind, error.message);
        assert.ok(!error.message.includes('secret'));
        return true;
      });
      index += 1;
    }
  });

  test('ends with its signal', async (t) => {
    const { transcriber } = await start(t, (exchange) => exchange.waitForRelease());
    const abort = new AbortController();
    const transcribing = transcriber.transcribe(voice, abort.signal);
    abort.abort();
    await assert.rejects(transcribing, (error) => (error as ProviderError).kind === 'canceled');
  });

  test('tells what a recording used, once, whatever became of it', async (t) => {
    const useOf = async (respond: Handler, env: Env = {}) => {
      const { transcriber } = await start(t, respond, {
        TRANSCRIPTION_USD_PER_MINUTE: '0.6',
        ...env,
      });
      const attempts: Attempt[] = [];
      await transcriber.transcribe(wav, never, (attempt) => attempts.push(attempt)).catch(() => {});
      assert.equal(attempts.length, 1);
      const { endMs: _, provider, model, ...used } = attempts[0] as Attempt;
      assert.equal(`${provider}/${model}`, 'transcription/whisper-x');
      return used;
    };
    const answer =
      (body: object): Handler =>
      (exchange) =>
        exchange.respond(200, body);
    const seconds = { outcome: 'answered', audioMs: 30_000, usd: 0.3 };
    const told = [
      { text: 'a', usage: { type: 'duration', seconds: 30 } },
      // laravel/ai PR 1025: Mistral, and Groq's verbose_json.
      { text: 'a', usage: { prompt_audio_seconds: 30 } },
      { text: 'a', duration: 30 },
    ];
    for (const body of told) assert.deepEqual(await useOf(answer(body)), seconds);

    // openai/openai-dotnet #819.
    const usage = { type: 'tokens', input_tokens: 14, output_tokens: 45, total_tokens: 59 };
    assert.deepEqual(await useOf(answer({ text: 'a', usage })), {
      outcome: 'answered',
      inputTokens: 14,
      outputTokens: 45,
      audioMs: 2_000,
      usd: 0.02,
    });
    const estimated = { audioMs: 2_000, isEstimated: true, usd: 0.02 };
    assert.deepEqual(await useOf(answer({ text: 'a' })), { outcome: 'answered', ...estimated });
    assert.deepEqual(await useOf((exchange) => exchange.respond(401, {})), {
      outcome: 'auth',
      usd: 0,
    });
    assert.deepEqual(await useOf((exchange) => exchange.respond(200, '<!doctype html>')), {
      outcome: 'protocol',
      ...estimated,
    });
  });

  test('is as long as its samples, whatever its header says', () => {
    const planned = (bytes: Buffer) =>
      create({ TRANSCRIPTION_API_KEY: 'k' })?.plan?.({ ...wav, bytes }).audioMs;
    assert.equal(planned(createWav(60)), 60_000);
    assert.equal(planned(createWav(60, 4_000_000_000)), 60_000);
  });

  test('has the price of the variable, of the table, or none; a server nearby is free', () => {
    const priceOf = (env: Env) => create(env)?.plan?.(wav).price;
    const key = { TRANSCRIPTION_API_KEY: 'k' };
    assert.equal(priceOf(key)?.perAudioMinute, 0.0045);
    assert.equal(priceOf({ ...key, TRANSCRIPTION_USD_PER_MINUTE: '0.01' })?.perAudioMinute, 0.01);
    const at = (url: string) => ({ TRANSCRIPTION_BASE_URL: url, TRANSCRIPTION_MODEL: 'm' });
    assert.deepEqual(priceOf(at('http://localhost:8000/v1')), { input: 0, output: 0 });
    assert.equal(priceOf(at('https://sound.example/v1')), undefined);
    for (const price of ['free', '-1', '1e9']) {
      const env = { ...key, TRANSCRIPTION_USD_PER_MINUTE: price };
      assert.throws(() => create(env), /TRANSCRIPTION_USD_PER_MINUTE is not a price/);
    }
  });
});
