import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { openRouting } from '../../src/config/open-routing.ts';
import { ConfigError } from '../../src/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const providers = { all: ['openai', 'groq'], ready: ['openai'] };

function setUp(t: TestContext, text?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  if (text !== undefined) writeFileSync(file, text);
  const clock = createFakeClock();
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => lines.push(line) },
  });
  const open = () => {
    const routing = openRouting({ file, providers, clock, log });
    t.after(() => routing.stop());
    return routing;
  };
  return { file, clock, open, lines };
}

const aliasNamed = (name: string) => `aliases:\n  ${name}: [openai/gpt-x]\n`;

describe('openRouting', () => {
  test('works while the file is missing, and follows when it appears and disappears', async (t) => {
    const { file, clock, open, lines } = setUp(t);
    const routing = open();
    assert.equal(routing.current.aliases.size, 0);
    writeFileSync(file, aliasNamed('smart'));
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['smart']);
    rmSync(file);
    await clock.advance(2_000);
    assert.equal(routing.current.aliases.size, 0);
    assert.match(lines.at(-1) ?? '', /file is gone/);
  });

  test('refuses a file that is broken at the start', (t) => {
    const { open, file } = setUp(t, 'aliases: 7');
    assert.throws(
      open,
      (error) => error instanceof ConfigError && error.message.startsWith(`${file}:1 aliases`),
    );
  });

  test('reads a file that replaces the first one, and never changes an earlier routing', async (t) => {
    const { file, clock, open } = setUp(t, aliasNamed('smart'));
    const routing = open();
    const before = routing.current;
    const { fingerprint } = routing;
    writeFileSync(`${file}~`, aliasNamed('quick'));
    renameSync(`${file}~`, file);
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['quick']);
    assert.notEqual(routing.fingerprint, fingerprint);
    assert.deepEqual([...before.aliases.keys()], ['smart']);
  });

  test('does not read a file that is still being written, or is missing for a moment', async (t) => {
    const { file, clock, open, lines } = setUp(t, aliasNamed('smart'));
    const routing = open();
    rmSync(file);
    await clock.advance(1_000);
    writeFileSync(file, 'aliases: [');
    await clock.advance(1_000);
    writeFileSync(file, aliasNamed('quick'));
    await clock.advance(1_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['smart']);
    await clock.advance(1_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['quick']);
    assert.doesNotMatch(lines.join(), /invalid/);
  });

  test('keeps the last valid routing after a broken edit, logs the problem once, and reads the repaired file', async (t) => {
    const { file, clock, open, lines } = setUp(t, aliasNamed('smart'));
    const routing = open();
    writeFileSync(file, 'aliases:\n  smart: [opnai/gpt-x]\n');
    await clock.advance(60_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['smart']);
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /parley\.yaml:2 aliases\.smart\[0\].*Did you mean openai.*keeping the last valid one/,
    );
    writeFileSync(file, aliasNamed('quick'));
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['quick']);
    assert.match(lines[1] ?? '', /is valid again/);
  });

  test('warns of providers without a key', (t) => {
    const { open, lines } = setUp(t, 'aliases: { smart: [openai/gpt-x, groq/y] }');
    open();
    assert.match(lines.join(), /groq.*GROQ_API_KEY/);
  });

  test('refuses a folder', (t) => {
    const { file, open } = setUp(t);
    mkdirSync(file);
    assert.throws(open, /is not a file.*PARLEY_CONFIG/);
  });

  test('refuses a file that is far too large, without reading it', (t) => {
    const { open } = setUp(t, '#'.repeat(200_000));
    assert.throws(open, /is not a file of at most 128 KiB/);
  });

  test('stops looking at the file when it is stopped', async (t) => {
    const { clock, open } = setUp(t);
    const routing = open();
    await clock.advance(5_000);
    routing.stop();
    assert.equal(clock.pending, 0);
  });
});
