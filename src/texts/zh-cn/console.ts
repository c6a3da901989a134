import type { Texts } from '../en/index.ts';

/** The sentences about the console, to admins. */
export const consoleTexts: Texts['console'] = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link, port) =>
    [
      '这是我的控制台的链接。只能使用一次，十分钟内有效：',
      link,
      port &&
        `这个链接要在我运行的那台机器上打开。如果你用的是另一台机器，请先在那里运行 \`ssh -L ${port}:127.0.0.1:${port} 你的服务器\`。`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect: '控制台的链接只给你一个人看。请私信我，发送 `/console`。',
  isOff:
    '我还没有控制台。如果你是我的部署者，请在 `.env` 里设置 `CONSOLE_PORT`（例如 8420），然后重启我。怎样打开它，请看 `docs/console.md`。',
};
