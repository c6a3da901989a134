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

describe('the file of the routing', () => {
  test('may be missing, may appear, and may go again', async (t) => {
    const { file, clock, open, lines } = setUp(t);
    const routing = open();
    assert.equal(routing.current.aliases.size, 0);
    writeFileSync(file, aliasNamed('smart'));
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['smart']);
    rmSync(file);
    await clock.advance(2_000);
    assert.equal(routing.current.aliases.size, 0);
    assert.match(lines.at(-1) ?? '', /is gone/);
  });

  test('that is broken at the start is an error', (t) => {
    const { open, file } = setUp(t, 'aliases: 7');
    assert.throws(
      open,
      (error) => error instanceof ConfigError && error.message.startsWith(`${file}:1 aliases`),
    );
  });

  test('counts anew when another file takes its place, and what was read before never changes', async (t) => {
    const { file, clock, open } = setUp(t, aliasNamed('smart'));
    const routing = open();
    const before = routing.current;
    writeFileSync(`${file}~`, aliasNamed('quick'));
    renameSync(`${file}~`, file);
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['quick']);
    assert.deepEqual([...before.aliases.keys()], ['smart']);
  });

  test('is not read while it is still being written, nor while it is away for a moment', async (t) => {
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
    assert.doesNotMatch(lines.join(), /cannot/);
  });

  test('that was broken by an edit leaves what was read before, says why once, and counts when it is cured', async (t) => {
    const { file, clock, open, lines } = setUp(t, aliasNamed('smart'));
    const routing = open();
    writeFileSync(file, 'aliases:\n  smart: [opnai/gpt-x]\n');
    await clock.advance(60_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['smart']);
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /parley\.yaml:2 aliases\.smart\[0\].*Did you mean openai.*what was read before goes on/,
    );
    writeFileSync(file, aliasNamed('quick'));
    await clock.advance(2_000);
    assert.deepEqual([...routing.current.aliases.keys()], ['quick']);
    assert.match(lines[1] ?? '', /is right again/);
  });

  test('warns of providers without a key', (t) => {
    const { open, lines } = setUp(t, 'aliases: { smart: [openai/gpt-x, groq/y] }');
    open();
    assert.match(lines.join(), /groq.*GROQ_API_KEY/);
  });

  test('that is a folder is told to be none', (t) => {
    const { file, open } = setUp(t);
    mkdirSync(file);
    assert.throws(open, /is no file.*PARLEY_CONFIG/);
  });

  test('that is far too large is told to be so, and is not read', (t) => {
    const { open } = setUp(t, '#'.repeat(200_000));
    assert.throws(open, /is no file of at most 128 KiB/);
  });

  test('is not looked at any more after the end', async (t) => {
    const { clock, open } = setUp(t);
    const routing = open();
    await clock.advance(5_000);
    routing.stop();
    assert.equal(clock.pending, 0);
  });
});
