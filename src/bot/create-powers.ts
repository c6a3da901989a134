import type { CommandPowers } from '../contracts/command.ts';
import type { RoutedModel } from '../contracts/router.ts';
import type { BotParts } from './bot-parts.ts';
import type { Dispatcher } from './create-dispatcher.ts';

/** What commands may do, done by the parts of the bot. */
export function createPowers(parts: BotParts, dispatcher: Dispatcher): CommandPowers {
  const { router, conversations, commands } = parts;
  return {
    async models() {
      const models = await router.models();
      return models.map((model) => ({ name: model.name, hint: hintOf(model) }));
    },
    async currentModel(channel) {
      return (await conversations.settings(channel)).model ?? router.defaultModel;
    },
    async chooseModel(channel, name) {
      if (!(await router.find(name))) return false;
      await conversations.changeSettings(channel, (settings) => ({ ...settings, model: name }));
      return true;
    },
    stop: (channel) => dispatcher.stop(channel),
    async reset(channel) {
      // The epoch first, so that what is stopped ends as part of the old history; and both before anything that is said after it.
      await Promise.all([conversations.reset(channel), dispatcher.stop(channel)]);
    },
    commands: () => commands,
  };
}

function hintOf({ contextWindow, images, reasoning }: RoutedModel): string {
  const window = contextWindow === undefined ? '' : `${Math.round(contextWindow / 1000)}k`;
  return [window, images ? 'sees images' : '', reasoning ? 'reasons' : ''].filter(Boolean).join(', ');
}
