import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readRouting } from '../../src/config/read-routing.ts';
import { createYamlFile } from '../../src/console/yaml-file.ts';

const SECRET = 'sk-a-key-that-somebody-pasted';

async function openFolder(t: TestContext, text?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'parley.yaml');
  if (text !== undefined) await writeFile(path, text);
  const providers = { all: ['demo'], ready: ['demo'] };
  const open = (at: string) =>
    createYamlFile({
      path: at,
      readText: (written) => readRouting('parley.yaml', written, providers),
      hideSecrets: (said) => said.replaceAll(SECRET, '(hidden)'),
    });
  return { folder, path, open, file: open(path) };
}

test('a save replaces the whole file, keeps its mode, and leaves the old one beside it', async (t) => {
  const { folder, path, file } = await openFolder(t, 'default: demo/echo\n');
  await chmod(path, 0o640);
  const { revision, isWritable } = await file.read();
  assert.equal(isWritable, true);
  assert.equal(await file.save('default: demo/parley\n', revision), 'saved');
  assert.equal(await readFile(path, 'utf8'), 'default: demo/parley\n');
  assert.equal(await readFile(`${path}.bak`, 'utf8'), 'default: demo/echo\n');
  assert.equal((await stat(path)).mode & 0o777, 0o640);
  assert.deepEqual((await readdir(folder)).sort(), ['parley.yaml', 'parley.yaml.bak']);
});

test('a text that the bot would refuse is not saved, and each problem has its line', async (t) => {
  const { path, file } = await openFolder(t, 'default: demo/echo\n');
  const { revision } = await file.read();
  for (const text of ['default: [\n', 'defautl: demo/echo\n', 'default: nobody/echo\n', '- a\n']) {
    const outcome = await file.save(text, revision);
    assert.ok(typeof outcome === 'object' && outcome.errors.length > 0, text);
    assert.match(outcome.errors[0] ?? '', /^parley\.yaml(?::\d+)? /);
    assert.deepEqual(file.check(text), outcome);
  }
  assert.ok(file.check(`# ${'x'.repeat(200_000)}`).errors.length > 0);
  assert.equal(await readFile(path, 'utf8'), 'default: demo/echo\n');
});

test('a change by somebody else in the meantime is not overwritten', async (t) => {
  const { path, file } = await openFolder(t, 'default: demo/echo\n');
  const { revision } = await file.read();
  await writeFile(path, 'default: demo/count\n');
  assert.equal(await file.save('default: demo/parley\n', revision), 'conflict');
  assert.equal(await readFile(path, 'utf8'), 'default: demo/count\n');
});

test('of two saves at the same moment, one wins', async (t) => {
  const { file } = await openFolder(t, '');
  const { revision } = await file.read();
  const outcomes = await Promise.all(
    ['demo/echo', 'demo/parley'].map((model) => file.save(`default: ${model}\n`, revision)),
  );
  assert.deepEqual(outcomes, ['saved', 'conflict']);
});

test('a file that does not exist is made by the first save', async (t) => {
  const { folder, path, file } = await openFolder(t);
  const { text, revision } = await file.read();
  assert.equal(text, '');
  assert.equal(await file.save('default: demo/echo\n', revision), 'saved');
  assert.equal(await readFile(path, 'utf8'), 'default: demo/echo\n');
  assert.deepEqual(await readdir(folder), ['parley.yaml']);
});

test('a link stays a link: the file that it points at is replaced', async (t) => {
  const { folder, path, open } = await openFolder(t, 'default: demo/echo\n');
  const link = join(folder, 'link.yaml');
  await symlink(path, link);
  const file = open(link);
  assert.equal(await file.save('default: demo/parley\n', (await file.read()).revision), 'saved');
  assert.equal(await readFile(path, 'utf8'), 'default: demo/parley\n');
});

test('a file with a secret cannot be saved: the page never saw all of it', async (t) => {
  const { file } = await openFolder(t, `# ${SECRET}\n`);
  const { revision, isWritable } = await file.read();
  assert.equal(isWritable, false);
  assert.equal(await file.save('default: demo/echo\n', revision), 'read only');
});

test('what is no file, or a far too large one, is not read', async (t) => {
  const { file, open, folder } = await openFolder(t, 'x'.repeat(200_000));
  const sentence = /is not a file of at most 128 KiB/;
  await assert.rejects(file.read(), sentence);
  await assert.rejects(open(folder).read(), sentence);
});
