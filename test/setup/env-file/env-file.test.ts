import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { openEnvFile } from '../../../src/setup/env-file/env-file.ts';

function makeFolder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-env-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('openEnvFile', () => {
  test('begins a missing file as a copy of the manual beside it', (t) => {
    const folder = makeFolder(t, { '.env.example': '# The token.\nA=\n' });
    const file = openEnvFile(join(folder, '.env'));
    assert.deepEqual({ ...file.read() }, {});
    file.change({ A: '1' });
    assert.equal(readFileSync(file.path, 'utf8'), '# The token.\nA=1\n');
    assert.equal(readFileSync(join(folder, '.env.example'), 'utf8'), '# The token.\nA=\n');
  });

  test('lets only its owner read the file, and leaves no other file behind', (t) => {
    const folder = makeFolder(t, { '.env': 'A=0\n' });
    const file = openEnvFile(join(folder, '.env'));
    file.change({ A: '1' });
    assert.equal(statSync(file.path).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['.env']);
    assert.equal(file.read().A, '1');
  });

  test('changes a file that PowerShell wrote', (t) => {
    const path = join(makeFolder(t), '.env');
    writeFileSync(path, Buffer.from('\ufeffA=1\r\nB=2\r\n', 'utf16le'));
    const file = openEnvFile(path);
    assert.deepEqual({ ...file.read() }, { A: '1', B: '2' });
    file.change({ A: '3' });
    assert.equal(readFileSync(path, 'utf8'), 'A=3\r\nB=2\r\n');
  });

  test('writes the file behind a link, and keeps the link', (t) => {
    const folder = makeFolder(t, { real: 'A=0\n' });
    symlinkSync('real', join(folder, '.env'));
    openEnvFile(join(folder, '.env')).change({ A: '1' });
    assert.equal(readFileSync(join(folder, 'real'), 'utf8'), 'A=1\n');
  });

  test('says what to set by hand where the file cannot be written, without the value', (t) => {
    const folder = makeFolder(t);
    const file = openEnvFile(join(folder, 'missing', '.env'));
    assert.throws(
      () => file.change({ A: 'secret' }),
      ({ message }) => /set by hand: A\./.test(message) && !message.includes('secret'),
    );
  });
});
