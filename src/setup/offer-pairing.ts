import { renderUnicodeCompact } from 'uqr';
import type { Overview } from '../contracts/overview.ts';
import type { Platform } from '../contracts/platform.ts';
import { networkOf } from '../lib/network-of.ts';
import { formatBlock } from './start-report/format-block.ts';
import type { Terminal } from './terminal.ts';

type PairedPlatform = Pick<Platform, 'name' | 'identity'>;
type PairingOverview = Pick<Overview, 'pairing' | 'summarizeAccess'>;

/**
 * Tells whether a bot needs pairing, because it has no admin. Only Telegram's do: Discord tells who owns a
 * bot.
 */
export function isToBePaired(
  { name, identity }: PairedPlatform,
  { summarizeAccess }: PairingOverview,
): boolean {
  const hasLink = identity?.()?.link !== undefined;
  return hasLink && networkOf(name) === 'telegram' && summarizeAccess(name).admins === 0;
}

/** Shows the person at the terminal a link that makes them an admin, where the bot has none. */
export async function offerPairing(
  platform: PairedPlatform,
  overview: PairingOverview,
  terminal: Terminal,
): Promise<void> {
  const { link = '' } = platform.identity?.() ?? {};
  if (!isToBePaired(platform, overview)) return;
  showPairing(link, await overview.pairing.createCode(platform.name), terminal);
}

/** Shows the link, and the same as a QR code where the terminal is wide enough. */
export function showPairing(link: string, code: string, terminal: Terminal): void {
  const address = `${link}?start=${code}`;
  const picture = renderUnicodeCompact(address, { border: 2 });
  const isShown =
    terminal.isScreen && picture.split('\n').every((line) => line.length <= terminal.columns);

  terminal.write(
    formatBlock(
      'admin',
      [
        `Open this link on the device with your Telegram, and press Start: it makes you the admin of this bot. It works once, within ten minutes.`,
        address,
      ],
      terminal.columns,
    ),
  );
  terminal.write(isShown ? `\n${colour(picture)}\n\n` : '\n');
}

/** Cameras want dark squares on a light ground, whatever the colours of the terminal are. */
function colour(picture: string): string {
  return picture.replace(/^.+$/gm, (line) => `\u001b[97;40m${line}\u001b[0m`);
}
