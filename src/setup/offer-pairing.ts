import { renderUnicodeCompact } from 'uqr';
import type { Overview } from '../contracts/overview.ts';
import type { Platform } from '../contracts/platform.ts';
import { networkOf } from '../lib/network-of.ts';
import { formatBlock } from './start-report/format-block.ts';
import type { Terminal } from './terminal.ts';

/**
 * Shows a link that makes the person at the terminal an admin, on a network whose bots have no admin yet. Only
 * Telegram needs it: Discord tells who owns a bot.
 */
export async function offerPairing(
  { name, identity }: Pick<Platform, 'name' | 'identity'>,
  { pairing, summarizeAccess }: Pick<Overview, 'pairing' | 'summarizeAccess'>,
  terminal: Terminal,
): Promise<void> {
  const link = identity?.()?.link;
  if (!link || networkOf(name) !== 'telegram' || summarizeAccess(name).admins > 0) return;
  showPairing(link, await pairing.createCode(name), terminal);
}

/** Shows the link, and the same as a QR code where the terminal is wide enough. */
export function showPairing(link: string, code: string, terminal: Terminal): void {
  const address = `${link}?start=${code}`;
  const picture = renderUnicodeCompact(address, { border: 2 });
  const isWideEnough = picture.split('\n').every((line) => line.length <= terminal.columns);

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
  terminal.write(isWideEnough ? `\n${colour(picture)}\n\n` : '\n');
}

/** Cameras want dark squares on a light ground, whatever the colours of the terminal are. */
function colour(picture: string): string {
  return picture.replace(/^.+$/gm, (line) => `\u001b[97;40m${line}\u001b[0m`);
}
