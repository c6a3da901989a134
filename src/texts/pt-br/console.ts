import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      'Aqui está o seu link para o meu console. Ele vale uma única vez e por dez minutos:',
      link,
      port &&
        `Ele abre na máquina em que eu rodo. Em outra, execute antes \`ssh -L ${port}:127.0.0.1:${port} SEU_SERVIDOR\`.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect:
    'O link para o meu console é só para você. Escreva `/console` para mim na nossa conversa direta.',
  isOff:
    'Ainda não tenho console. Se você é quem me administra, defina `CONSOLE_PORT` no `.env`, por exemplo como 8420, e me reinicie. O arquivo `docs/console.md` explica como acessá-lo.',
};
