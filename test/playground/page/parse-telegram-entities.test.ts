import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTelegramEntities } from '../../../playground/page/parse-telegram-entities.ts';
import type { RichNode } from '../../../playground/page/rich-text.ts';

test('parseTelegramEntities nests entities, even when two begin at the same offset', () => {
  const tree = parseTelegramEntities('a bold word', [
    { type: 'italic', offset: 2, length: 4 },
    { type: 'bold', offset: 2, length: 9 },
  ]);
  assert.deepEqual(tree, [
    'a ',
    { kind: 'bold', children: [{ kind: 'italic', children: ['bold'] }, ' word'] },
  ]);
});

test('a link leads to its own address, or to its text if it has none', () => {
  const tree = parseTelegramEntities('x.org here', [
    { type: 'url', offset: 0, length: 5 },
    { type: 'text_link', offset: 6, length: 4, url: 'https://y.org' },
  ]);
  assert.deepEqual(tree, [
    { kind: 'link', children: ['x.org'], href: 'x.org' },
    ' ',
    { kind: 'link', children: ['here'], href: 'https://y.org' },
  ]);
});

test('a code block has its language and takes the newline after it', () => {
  const tree = parseTelegramEntities('1 + 1\n= 2', [
    { type: 'pre', offset: 0, length: 5, language: 'js' },
  ]);
  assert.deepEqual(tree, [{ kind: 'code-block', children: ['1 + 1'], detail: 'js' }, '= 2']);
});

test('parseTelegramEntities keeps all text, whatever the entities are', () => {
  const flatten = (nodes: readonly RichNode[]): string =>
    nodes.map((node) => (typeof node === 'string' ? node : flatten(node.children))).join('');
  const tree = parseTelegramEntities('abcdef', [
    { type: 'bold', offset: 1, length: 3 },
    { type: 'italic', offset: 2, length: 40 },
    { type: 'new_type', offset: 0, length: 6 },
    { type: 'code', offset: 50, length: 2 },
  ]);
  assert.equal(flatten(tree), 'abcdef');
});
