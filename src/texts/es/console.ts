import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      'Aquí tienes el enlace a mi consola. Sirve una sola vez y durante diez minutos:',
      link,
      port &&
        `Se abre en el equipo en el que funciono. Si usas otro, ejecuta antes en él \`ssh -L ${port}:127.0.0.1:${port} TU_SERVIDOR\`.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect: 'El enlace a mi consola es solo para ti. Envíame `/console` por mensaje directo.',
  isOff:
    'Todavía no tengo consola. Si este bot es tuyo, define `CONSOLE_PORT` en `.env`, por ejemplo como 8420, y reiníciame. `docs/console.md` explica cómo llegar a ella.',
};
