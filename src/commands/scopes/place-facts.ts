import { networkOf } from '../../lib/network-of.ts';
import { textsIn } from '../../texts/index.ts';
import { channelOfPlace, type Place, type Reader } from './place.ts';
import type { PlaceFacts } from './setting.ts';

/** Gathers what decides about the settings of a channel, of which one is to change for a place around it. */
export async function placeFacts(reader: Reader, place: Place = 'here'): Promise<PlaceFacts> {
  const { author, channel, context } = reader;
  const models = await context.models();
  // The default model is known only after the lists.
  const model = await context.currentModel(channel);
  const ranges = await context.parameterRanges(channel);
  const instructions = context.scopes.explain(channel).find(({ name }) => name === 'instructions');

  return {
    network: networkOf(channel.platform),
    settings: context.settings(channel),
    hasOwnInstructions: instructions?.by === 'people',
    models,
    model,
    ranges,
    personas: context.scopes.personas(),
    mostDays: context.isAdmin(author, channel) ? 0 : daysIn(place, reader),
    texts: textsIn(context.language),
  };
}

function daysIn(place: Place, { channel, context }: Reader): number {
  const { platform, server } = channel;
  // A channel of a server may have other settings than the whole of it.
  const isServer = place === 'server' && server !== undefined;
  const where = isServer
    ? ({ platform, id: server, kind: 'group' } as const)
    : channelOfPlace(place, channel);
  return context.settings(where).historyDays;
}
