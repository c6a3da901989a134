import type { Channel } from '../../contracts/chat-message.ts';
import type { Settings } from '../../contracts/settings.ts';
import { networkOf } from '../../lib/network-of.ts';
import { textsIn } from '../../texts/index.ts';
import type { Reader } from './place.ts';
import type { PlaceFacts } from './setting.ts';

/** Gathers what decides about the settings of a channel. */
export async function placeFacts({ author, channel, context }: Reader): Promise<PlaceFacts> {
  const models = await context.models();
  // The default model is known only after the lists.
  const model = await context.currentModel(channel);
  const ranges = await context.parameterRanges(channel);

  return {
    network: networkOf(channel.platform),
    settings: context.settings(channel),
    hasOwnInstructions: hasOwnInstructions(channel, context.scopes),
    models,
    model,
    ranges,
    personas: context.scopes.personas(),
    isAdmin: context.isAdmin(author, channel),
    texts: textsIn(context.language),
  };
}

/** Tells whether people wrote the instructions that are in force in a channel. */
export function hasOwnInstructions(channel: Channel, settings: Pick<Settings, 'explain'>): boolean {
  const origin = settings.explain(channel).find(({ name }) => name === 'instructions');
  return origin?.by === 'people';
}
