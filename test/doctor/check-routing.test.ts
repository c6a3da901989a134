import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { checkRouting } from '../../src/doctor/check-routing.ts';

const providers = { all: ['openai', 'groq'], ready: ['openai'] };

function check(t: TestContext, text?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'parley.yaml');
  if (text !== undefined) writeFileSync(file, text);
  return checkRouting(file, providers);
}

describe('checkRouting', () => {
  test('has no row for a missing parley.yaml, but a note if PARLEY_CONFIG names it', (t) => {
    assert.deepEqual(checkRouting('./parley.yaml', providers).rows, []);
    const [row] = check(t).rows;
    assert.equal(row?.state, 'note');
    assert.match(row?.cure ?? '', /PARLEY_CONFIG/);
  });

  test('finds a valid file good, and notes a model that cannot answer', (t) => {
    const { rows, routing } = check(t, 'aliases: { a: [openai/x, groq/y] }');
    assert.deepEqual(
      rows.map(({ state, subject }) => `${subject}: ${state}`),
      ['parley.yaml: good', 'parley.yaml: note'],
    );
    assert.match(rows[1]?.cure ?? '', /GROQ_API_KEY/);
    assert.equal(routing?.aliases.size, 1);
  });

  test('has a row with a cure for each problem', (t) => {
    const { rows, routing } = check(t, 'defalt: a\naliases: { a: [] }');
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['bad', 'bad'],
    );
    assert.match(rows[0]?.result ?? '', /parley\.yaml:1 defalt/);
    assert.match(rows[0]?.cure ?? '', /Did you mean default/);
    assert.equal(routing, undefined);
  });
});
