import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { listSecrets } from '../../src/config/list-secrets.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { type Handler, startRawServer } from '../helpers/raw-server.ts';
import { writtenForms } from '../helpers/written-forms.ts';

const KEY = 'sk-proj-Very9Secret+key/5';
const HEADER = 'gateway-Header9secret';
const TOKEN = '123456789:AAF-telegramSecret_token';
const PATH = 'hidden-Path9segment';

/** The places of an answer in which a server may repeat what it was sent. */
const PLACES: Readonly<Record<string, (secret: string) => Handler>> = {
  code: (secret) => respond(401, { error: { message: 'x', code: secret } }),
  type: (secret) => respond(400, { error: { message: 'x', type: secret } }),
  message: (secret) => respond(400, { error: { message: `Bad key ${secret}` } }),
  'a whole text': (secret) => respond(400, secret),
  'a web page': (secret) => respond(403, `<html><title>${secret}</title></html>`),
  'the id of a model': (secret) => respond(200, { data: [{ id: `model-${secret}` }] }),
};

function respond(status: number, body: unknown): Handler {
  return (exchange) => exchange.respond(status, body);
}

async function diagnose(env: Env): Promise<string> {
  const hideSecrets = createSecretHider(listSecrets(env));
  const lookAtFiles = async () => [];
  const { text } = await runDoctor({ env, clock: systemClock, hideSecrets, lookAtFiles });
  return text;
}

async function start(t: TestContext, handler: Handler): Promise<string> {
  const server = await startRawServer(handler);
  t.after(() => server.stop());
  return server.url;
}

test('the doctor shows no key and no header that a service repeats, in any place and form', async (t) => {
  let handler: Handler = () => {};
  const url = await start(t, (exchange) => handler(exchange));
  const env = {
    STORE_URL: 'memory:',
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: KEY,
    OPENAI_HEADERS: `X-Gateway: ${HEADER}`,
  };

  for (const [place, answer] of Object.entries(PLACES)) {
    for (const secret of [KEY, HEADER]) {
      for (const [form, written] of Object.entries(writtenForms(secret))) {
        handler = answer(written);
        const report = await diagnose(env);
        assert.ok(!report.toLowerCase().includes(written.toLowerCase()), `${place}, ${form}`);
        assert.ok(!report.toLowerCase().includes(secret.toLowerCase()), `${place}, ${form}`);
      }
    }
  }
});

test('the doctor shows no token that a Bot API server repeats in its description', async (t) => {
  const url = await start(t, (exchange) => {
    const description = `Not Found: ${exchange.path} ${encodeURIComponent(TOKEN)}`;
    exchange.respond(404, { ok: false, error_code: 404, description });
  });

  const report = await diagnose({
    STORE_URL: 'memory:',
    TELEGRAM_API_URL: url,
    TELEGRAM_TOKEN: TOKEN,
  });
  assert.match(report, /telegram/);
  assert.doesNotMatch(report, /telegramSecret/i);
});

test('the doctor shows no secret in the path of an address', async (t) => {
  const url = await start(t, respond(500, { error: { message: 'x' } }));
  const report = await diagnose({ STORE_URL: 'memory:', OPENAI_BASE_URL: `${url}/${PATH}/v1` });
  assert.match(
    report.replace(/\s+/g, ' '),
    /answered 500; the request was GET \S+\(hidden\)\/v1\/models/,
  );
  assert.doesNotMatch(report, /hidden-Path9/i);
});
