import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readUnicodeFile } from '../../src/lib/read-unicode-file.ts';

test('reads what Linux, Notepad and PowerShell write, without the mark at its beginning', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  const text = 'DISCORD_TOKEN=1\r\nSYSTEM_PROMPT=Grüß Gott\r\n';
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ]) {
    writeFileSync(path, bytes);
    assert.equal(readUnicodeFile(path), text);
  }
});
