import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { openai } from '../../protocols/openai.ts';
import { readOutcomeOfBytes } from '../../protocols/start-conversation.ts';

const whole = Buffer.from(openai.head + openai.text('naïve “👩‍👩‍👧‍👦”') + openai.end('stop'));

it('decompress reads an answer that a proxy compressed unasked', async (t) => {
  for (const [encoding, bytes] of [
    ['gzip', gzipSync(whole)],
    ['GZIP', gzipSync(whole)],
    ['deflate', deflateSync(whole)],
    ['br', brotliCompressSync(whole)],
  ] as const) {
    const reply = { bytes, headers: { 'content-encoding': encoding } };
    assert.equal(
      await readOutcomeOfBytes(t, openai, reply),
      'naïve “👩‍👩‍👧‍👦” | stop 3+4',
      encoding,
    );
  }
});

it('decompress reads a compressed refusal', async (t) => {
  const bytes = gzipSync(JSON.stringify({ error: { message: 'x', code: 'insufficient_quota' } }));
  const reply = { status: 429, bytes, headers: { 'content-encoding': 'gzip' } };
  assert.equal(await readOutcomeOfBytes(t, openai, reply), ' | payment');
});

it('decompress fails for compressed data that breaks off or is malformed', async (t) => {
  const headers = { 'content-encoding': 'gzip' };
  const cut = gzipSync(whole).subarray(0, -9);
  assert.match(
    await readOutcomeOfBytes(t, openai, { bytes: cut, headers }),
    / \| (truncated|stop.*)$/,
  );
  assert.equal(await readOutcomeOfBytes(t, openai, { bytes: whole, headers }), ' | protocol');
});
