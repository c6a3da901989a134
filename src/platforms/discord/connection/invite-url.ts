/**
 * The bits of the permissions that the bot asks for:
 * https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags
 */
const PERMISSIONS = [
  // The bot reacts to a question that has to wait.
  ['ADD_REACTIONS', 6n],
  ['VIEW_CHANNEL', 10n],
  ['SEND_MESSAGES', 11n],
  // Long answers continue in a file.
  ['ATTACH_FILES', 15n],
  // Replies need it, and the messages that a question refers to.
  ['READ_MESSAGE_HISTORY', 16n],
  // With the setting `threads`, the bot opens a thread for each mention.
  ['CREATE_PUBLIC_THREADS', 35n],
  ['SEND_MESSAGES_IN_THREADS', 38n],
] as const;

/** The hosts of Discord's own API, and of its own gateway, end with one of these names. */
const DISCORD_HOSTS = /(^|\.)(discord\.com|discordapp\.com|discord\.gg)$/;

/**
 * The page on which a person who manages a server adds the bot to it. `undefined`: the address of that page
 * is unknown, because the bot is on another server than Discord's.
 *
 * @param addresses Addresses of the API or of the gateway that the bot uses. One of Discord's own is enough:
 * requests may go through a proxy.
 */
export function inviteUrl(
  applicationId: string,
  ...addresses: readonly (string | undefined)[]
): string | undefined {
  const hosts = addresses.map((address) => URL.parse(address ?? '')?.hostname ?? '');
  if (!hosts.some((host) => DISCORD_HOSTS.test(host))) return undefined;

  const permissions = PERMISSIONS.reduce((all, [, bit]) => all | (1n << bit), 0n);
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`;
}
