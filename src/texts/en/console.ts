/** The sentences about the console, to admins. */
export const consoleTexts = {
  /** `port`: the console is reached on the bot's machine only. */
  link: (link: string, port?: string) =>
    [
      'Here is your link to my console. It works only once, and only for ten minutes:',
      link,
      port &&
        `It opens on the machine that I run on. To open it on another one, first run \`ssh -L ${port}:127.0.0.1:${port} YOUR_SERVER\` there.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
  onlyDirect: 'The link to my console is for you alone. Write `/console` to me in our direct chat.',
  isOff:
    'I have no console yet. If you run me, set `CONSOLE_PORT` in `.env`, for instance to 8420, and restart me. How to reach it is in `docs/console.md`.',
};
