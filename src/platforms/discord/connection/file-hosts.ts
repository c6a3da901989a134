import { DISCORD, type MessageApi } from './read-apis.ts';

/** The places from which files are downloaded. */
export interface FileHosts {
  /**
   * False for a host that neither Discord nor the configured API uses: people choose such addresses.
   *
   * @param isUploaded A person uploaded the file, so the server itself chose the address, which may have another
   *   port of the API's host.
   */
  allows(address: string, isUploaded: boolean): boolean;
  /** The address of a sticker that is a PNG file. */
  stickerAddress(stickerId: string): string;
}

/**
 * Discord's stores of files, and its copies of pictures of other sites:
 * https://discord.com/developers/docs/reference#image-formatting
 */
const DISCORD_HOSTS =
  /^(?:cdn\.discordapp\.com|media\.discordapp\.net|images-ext-\d{1,3}\.discordapp\.net)$/;
const DISCORD_MEDIA = 'https://media.discordapp.net';

/**
 * Gives the hosts of Discord's files, and with another API those of its server: people run the files
 * beside the API, also on another port or as `cdn.` (Spacebar).
 */
export function createFileHosts([{ api }]: readonly [MessageApi, ...unknown[]]): FileHosts {
  const apiUrl = api === DISCORD ? undefined : new URL(api);
  const serverHosts = apiUrl ? hostsBeside(apiUrl.hostname) : [];

  return {
    allows(address, isUploaded) {
      const url = URL.parse(address);
      if (url === null || url.username !== '' || url.password !== '') return false;

      if (url.protocol === 'https:' && url.port === '' && DISCORD_HOSTS.test(url.hostname))
        return true;
      if (!apiUrl || !/^https?:$/.test(url.protocol)) return false;
      if (url.origin === apiUrl.origin) return true;
      return isUploaded && serverHosts.includes(url.hostname);
    },

    stickerAddress: (stickerId) => `${apiUrl?.origin ?? DISCORD_MEDIA}/stickers/${stickerId}.png`,
  };
}

function hostsBeside(hostname: string): readonly string[] {
  const isName = /[a-z]$/i.test(hostname) && hostname.includes('.');
  if (!isName) return [hostname];

  const [, ...parent] = hostname.split('.');
  const domains = parent.length > 1 ? [hostname, parent.join('.')] : [hostname];
  return [hostname, ...domains.map((domain) => `cdn.${domain}`)];
}
