import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      'Aqui está o seu link para o meu console. Ele funciona uma única vez e vale por dez minutos:',
      link,
      port &&
        `Ele abre na máquina em que estou rodando. Se você usa outra, execute antes nela \`ssh -L ${port}:127.0.0.1:${port} SEU_SERVIDOR\`.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect: 'O link para o meu console é só para você. Me envie `/console` por mensagem direta.',
  isOff:
    'Ainda não tenho console. Se é você quem me hospeda, defina `CONSOLE_PORT` no `.env`, por exemplo como 8420, e me reinicie. `docs/console.md` explica como acessar o console.',
};
