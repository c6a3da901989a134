import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readWebAddress } from '../../../../src/providers/wire/settings/web-address.ts';

const read = (value: string) => readWebAddress('X_BASE_URL', value, 'http://localhost:1').href;

describe('readWebAddress', () => {
  // found-2026-11.md, A15.
  test('assumes http:// for a host nearby that has a port', () => {
    assert.equal(read('localhost:11434'), 'http://localhost:11434/');
    assert.equal(read('127.0.0.1:1234/v1'), 'http://127.0.0.1:1234/v1');
    assert.equal(read('[::1]:8080'), 'http://[::1]:8080/');
    assert.equal(read('host.docker.internal:11434'), 'http://host.docker.internal:11434/');
    assert.equal(read('ollama:11434'), 'http://ollama:11434/');
  });

  test('guesses nothing for a host elsewhere, to which a key would travel unencrypted', () => {
    for (const value of ['api.example.com:8080', 'api.example.com/v1', 'nonsense', 'ftp://x:1'])
      assert.throws(() => read(value), /Write it with http/, value);
  });
});
