import type { ChatMessage } from '../contracts/chat-message.ts';
import type { Command, CommandCall, CommandContext } from '../contracts/command.ts';
import type { Pin } from '../contracts/pins.ts';
import { networkOf } from '../lib/network-of.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { pinText } from '../texts/pin-text.ts';

type PinContent = Pick<Pin, 'author' | 'text'>;

export const pin: Command = {
  name: 'pin',
  power: 'pin',
  description: inEveryLanguage((texts) => texts.commands.pin),
  target: 'message',
  menuName: inEveryLanguage((texts) => texts.commands.menuPin),

  async run(call, context) {
    const texts = textsIn(context.language);
    const { channel, targetId } = call;
    if (targetId === undefined) {
      return { text: texts.pinHowTo[networkOf(channel.platform)] ?? '', onlyAsker: true };
    }
    const content = await contentOfTarget(call, context);
    if (!content?.text) return { text: texts.pinImpossible, onlyAsker: true };

    const outcome = await context.pins.add(channel, { messageId: targetId, ...content });
    return { text: texts.pinned[outcome], onlyAsker: outcome !== 'added' };
  },
};

/** `undefined`: the network did not send the message along, and it is not an answer of the bot. */
async function contentOfTarget(
  call: CommandCall,
  context: CommandContext,
): Promise<PinContent | undefined> {
  const { target } = call;
  if (target !== undefined && target !== 'own') return contentOfMessage(target);

  const trace = await context.trace(call);
  const version = trace.kind === 'turn' ? trace.turn.versions[trace.turn.shownVersion] : undefined;
  return version && { text: version.text };
}

function contentOfMessage({ author, ...message }: ChatMessage): PinContent {
  return { author: { id: author.id, name: author.name }, text: pinText(message) };
}
