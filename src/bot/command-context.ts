import type { CommandContext } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { createAnswerControls } from './answer-controls.ts';
import type { BotDependencies } from './bot-parts.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Tracer } from './tracer.ts';

/** What commands may do, done by the parts of the bot. */
export function createCommandContext(
  parts: BotDependencies,
  dispatcher: Dispatcher,
  tracer: Tracer,
): CommandContext {
  const { router, conversations, commands, access } = parts;
  return {
    async models() {
      const models = await router.models();
      return models.map((model) => ({ name: model.name, hint: texts.modelHint(model) }));
    },
    async currentModel(channel) {
      return (await conversations.settings(channel)).model ?? router.defaultModel;
    },
    async chooseModel(channel, name) {
      if (!(await router.find(name))) return false;
      await conversations.changeSettings(channel, (settings) => ({ ...settings, model: name }));
      return true;
    },
    async style(channel) {
      return (await conversations.settings(channel)).style ?? {};
    },
    chooseStyle: (channel, style) =>
      conversations.changeSettings(channel, (settings) => ({ ...settings, style })),
    stop: (channel) => dispatcher.stop(channel),
    ...createAnswerControls(parts, dispatcher),
    async reset(channel) {
      // The epoch first, so that what is stopped ends as part of the old history; and both before anything that is said after it.
      await Promise.all([conversations.reset(channel), dispatcher.stop(channel)]);
    },
    trace: tracer.trace,
    isAdmin: access.isAdmin,
    commands: () => commands,
  };
}
