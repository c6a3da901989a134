import assert from 'node:assert/strict';
import { it } from 'node:test';
import { joinUrl } from '../../../../src/providers/wire/exchange/join-url.ts';

const joined: readonly [base: string, path: string, url: string][] = [
  ['https://host', 'v1/messages', 'https://host/v1/messages'],
  ['https://host/', 'v1/messages', 'https://host/v1/messages'],
  ['https://host/v1', 'v1/messages', 'https://host/v1/messages'],
  ['https://host/v1//', 'v1/messages', 'https://host/v1/messages'],
  ['https://host/api', 'v1/messages', 'https://host/api/v1/messages'],
  ['https://host/v1beta', 'v1/messages', 'https://host/v1/messages'],
  [
    'https://host/v1/account/anthropic',
    'v1/messages',
    'https://host/v1/account/anthropic/v1/messages',
  ],
  ['http://host:11434', 'api/chat', 'http://host:11434/api/chat'],
  ['http://host:11434/api', 'api/chat', 'http://host:11434/api/chat'],
  ['http://host:11434/v1', 'api/chat', 'http://host:11434/api/chat'],
  ['https://host/v1', 'responses', 'https://host/v1/responses'],
  ['https://host/v1?key=x', 'v1/a', 'https://host/v1/a?key=x'],
];

it('joinUrl replaces a version at the end of the base address by the one in the path', () => {
  for (const [base, path, url] of joined)
    assert.equal(joinUrl(new URL(base), path), url, `${base} + ${path}`);
  assert.equal(
    joinUrl(new URL('https://host?a=1'), 'v1/b', { c: '2' }),
    'https://host/v1/b?a=1&c=2',
  );
});
