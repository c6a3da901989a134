import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import { createLanguageOf } from '../../src/settings/language-of.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

const channel: Channel = { platform: 'telegram', id: '-100', kind: 'group' };
const ann: Author = { id: '7', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] };

describe('createLanguageOf', () => {
  test('takes the language of the reader’s app where nobody chose one', () => {
    const languageOf = createLanguageOf({ settingsOf: usualSettings() });
    const languages = ['de-AT', 'pt', 'zh-TW', 'fr', undefined].map((locale) =>
      languageOf(channel, { ...ann, ...(locale && { locale }) }),
    );
    assert.deepEqual(languages, ['de', 'pt-BR', 'zh-CN', 'en', 'en']);
  });

  test('prefers what was chosen for the place to the app, and what the person chose to both', () => {
    const settingsOf = usualSettings({ language: 'ru' });
    const reader = { ...ann, locale: 'de' };
    assert.equal(createLanguageOf({ settingsOf })(channel, reader), 'ru');

    const people = { settings: () => ({ language: 'es' as const }) };
    assert.equal(createLanguageOf({ settingsOf, people })(channel, reader), 'es');
    assert.equal(createLanguageOf({ settingsOf, people })(channel, undefined), 'ru');
  });
});
