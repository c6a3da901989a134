import type { UnreadableFileReason } from '../../contracts/material.ts';
import type { material as original } from '../en/material.ts';

/** The reasons why files were not read, for one file and for several. */
const reasons: Readonly<Record<UnreadableFileReason, string>> = {
  'unknown kind': 'незнакомый мне формат',
  damaged: 'содержимое повреждено или не соответствует имени',
  locked: 'защита паролем',
  empty: 'внутри ничего нет',
  'too large': 'слишком большой размер, до или после распаковки',
  'too heavy': 'чтение занимает слишком много времени или памяти',
  gone: 'в мессенджере этого больше нет',
  failed: 'не удалось вовремя получить, попробуйте ещё раз',
  unseen: 'я не умею смотреть видео',
  unheard: 'я не умею слушать записи',
  spent: 'остатка бюджета здесь не хватает на прослушивание',
  off: 'файлы здесь не читаются',
  'too many': 'слишком много за один раз, я читаю только самое новое',
};

/** The sentences around an answer about what its question refers to. */
export const material: typeof original = {
  voiceMessages: 'голосовые сообщения',
  theVoiceMessage: 'голосовое сообщение',
  videoMessages: 'видеосообщения',
  theVideoMessage: 'видеосообщение',
  file: 'файл',
  transcriptLabel: 'Что я услышал',
  transcript: (words) => `🎤 «${words}»`,

  unread: (groups) =>
    `(Не удалось прочитать: ${groups
      .map(([why, names]) => `${listNames(names)} — ${reasons[why]}`)
      .join('; ')}.)`,

  cut: (files) => `(Я прочитал не полностью: ${listNames(files.map(({ name }) => name))}.)`,

  unheard: (names) =>
    `(Я не могу прослушать ${listNames(names)}. Чтобы я мог слушать записи, владельцу бота нужно задать \`TRANSCRIPTION_API_KEY\`.)`,

  unseen: (model, models) =>
    models.length === 0
      ? `(Модель ${model} не видит картинок.)`
      : `(Модель ${model} не видит картинок. Командой \`/model\` можно выбрать ту, которая видит, например ${listNames(models, 'или')}.)`,
};

const MAX_NAMES = 5;

function listNames(names: readonly string[], conjunction = 'и'): string {
  const hidden = names.length - MAX_NAMES;
  if (hidden > 1) return `${names.slice(0, MAX_NAMES).join(', ')} и ещё ${hidden}`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`;
}
