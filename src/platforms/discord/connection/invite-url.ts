/**
 * The bot sees channels, sends messages (in threads too), and reads the history, which replies
 * need.
 */
const PERMISSIONS = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 38n);

/** The page on which a person who manages a server adds the bot to it. */
export function inviteUrl(applicationId: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
}
