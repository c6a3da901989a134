import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      'Вот ваша ссылка на мою консоль. Она сработает только один раз и только в ближайшие десять минут:',
      link,
      port &&
        `Она открывается на том компьютере, где я работаю. Чтобы открыть её на другом, сначала выполните на нём команду \`ssh -L ${port}:127.0.0.1:${port} ВАШ_СЕРВЕР\`.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect: 'Ссылка на мою консоль только для вас. Напишите мне `/console` в личном чате.',
  isOff:
    'У меня пока нет консоли. Если это ваш бот, задайте `CONSOLE_PORT` в `.env`, например 8420, и перезапустите меня. Как её открыть, описано в `docs/console.md`.',
};
