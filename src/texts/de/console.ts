import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      'Hier ist dein Link zu meiner Konsole. Er funktioniert nur einmal und nur zehn Minuten lang:',
      link,
      port &&
        `Er lässt sich auf dem Rechner öffnen, auf dem ich laufe. Um ihn auf einem anderen zu öffnen, führe dort zuerst \`ssh -L ${port}:127.0.0.1:${port} DEIN_SERVER\` aus.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect:
    'Der Link zu meiner Konsole ist nur für dich. Schreib mir `/console` in unserem direkten Chat.',
  isOff:
    'Ich habe noch keine Konsole. Wenn du mich betreibst, setze `CONSOLE_PORT` in `.env`, zum Beispiel auf 8420, und starte mich neu. Wie du sie erreichst, steht in `docs/console.md`.',
};
