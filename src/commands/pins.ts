import type { Channel } from '../contracts/chat-message.ts';
import type { Command, CommandContext, CommandReply } from '../contracts/command.ts';
import type { Pin } from '../contracts/pins.ts';
import type { Button } from '../contracts/reply-surface.ts';
import { cutEnd } from '../lib/cut-end.ts';
import { toOneLine } from '../lib/to-one-line.ts';
import type { Texts } from '../texts/en/index.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

const BUTTONS_PER_ROW = 5;
const PREVIEW_CHARACTERS = 120;

export const pins: Command = {
  name: 'pins',
  power: 'pin',
  isOpenToView: true,
  description: inEveryLanguage((texts) => texts.commands.pins),

  run: ({ channel }, context) => listPins(channel, context),

  async press(rest, { address }, context) {
    await context.pins.remove(address.channel, Number(rest));
    return listPins(address.channel, context);
  },
};

async function listPins(channel: Channel, context: CommandContext): Promise<CommandReply> {
  const texts = textsIn(context.language);
  const pinned = await context.pins.list(channel);
  if (pinned.length === 0) return { text: texts.noPins };

  const buttons = pinned.map(
    ({ number }): Button => ({ id: `pins:${number}`, label: texts.unpinLabel(number) }),
  );
  const rows = Array.from({ length: Math.ceil(buttons.length / BUTTONS_PER_ROW) }, (_, row) =>
    buttons.slice(row * BUTTONS_PER_ROW, (row + 1) * BUTTONS_PER_ROW),
  );
  return { text: texts.pins(pinned.map((pin) => describePin(pin, texts))), controls: rows };
}

function describePin({ number, author, text }: Pin, texts: Texts): string {
  const line = toOneLine(text);
  const isLong = line.length > PREVIEW_CHARACTERS;
  const preview = isLong ? `${cutEnd(line, PREVIEW_CHARACTERS)}…` : line;
  return texts.pinLine(number, author?.name, preview);
}
