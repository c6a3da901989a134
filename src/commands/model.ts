import type { Channel } from '../contracts/chat-message.ts';
import type {
  Command,
  CommandCall,
  CommandContext,
  CommandReply,
  ModelChoice,
} from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { completeModel, findModels, modelId, serviceOf } from './find-models.ts';
import {
  choiceIdOf,
  firstView,
  type MenuParts,
  type MenuView,
  matchView,
  modelMenu,
  modelsOfView,
  readView,
} from './model-menu.ts';
import { shownWords } from './scopes/shown-name.ts';

export const model: Command = {
  name: 'model',
  power: 'model',
  isOpenToView: true,
  description: inEveryLanguage((texts) => texts.commands.model),
  options: [
    {
      name: 'name',
      description: inEveryLanguage((texts) => texts.commands.modelName),
      complete: completeModel,
    },
  ],

  async run(call, context) {
    const typed = call.options.name?.trim();
    return typed ? chooseTyped(typed, call, context) : offerModels(call, context);
  },

  async press(rest, button, context) {
    const { channel } = button.address;
    const { tooOldButton } = textsIn(context.language);
    const parts = await menuParts(channel, context);
    const paged = readView(rest);
    if (paged) return shownMenu(paged.view, parts, paged.page);

    const pressed = parts.models.find(({ name }) => choiceIdOf(name) === rest);
    if (!pressed) return { text: tooOldButton };
    await context.chooseModel(channel, pressed.name);
    return chosenReply(pressed, context);
  },
};

async function chooseTyped(
  typed: string,
  call: CommandCall,
  context: CommandContext,
): Promise<CommandReply> {
  const { modelUnlisted, modelUnknown } = textsIn(context.language);
  const parts = await menuParts(call.channel, context);
  const matches = findModels(parts.models, typed);

  const [onlyMatch] = matches;
  if (onlyMatch && matches.length === 1) {
    await context.chooseModel(call.channel, onlyMatch.name);
    return chosenReply(onlyMatch, context);
  }
  if (matches.length > 1) return severalMatches(typed, matches, parts);

  const isChosen = typed.includes('/') && (await context.chooseModel(call.channel, typed));
  if (isChosen) return { text: modelUnlisted(typed) };
  return modelMenu(modelUnknown(shownWords(typed)), firstView(parts), parts);
}

/** A menu of the models that a typed text may mean. */
function severalMatches(
  typed: string,
  matches: readonly ModelChoice[],
  parts: MenuParts,
): CommandReply {
  const { modelInSeveral, modelAmbiguous, modelsMatch, listComma } = textsIn(parts.language);
  const isId = matches.every(({ name }) => modelId(name).toLowerCase() === typed.toLowerCase());
  if (isId) {
    const services = matches.map(({ name }) => serviceOf(name)).join(listComma);
    const text = modelInSeveral(typed, services);
    return modelMenu(text, { kind: 'all' }, { ...parts, models: matches });
  }

  const view = matchView(parts.models, typed);
  return view ? modelMenu(modelAmbiguous(typed), view, parts) : { text: modelsMatch(typed) };
}

async function offerModels(call: CommandCall, context: CommandContext): Promise<CommandReply> {
  const parts = await menuParts(call.channel, context);
  const { models, current, language } = parts;
  if (models.length === 0) return { text: textsIn(language).noModels };

  const facts = models.find(({ name }) => name === current)?.facts;
  const hasOthers = models.some(({ name }) => name !== current);
  const menu = hasOthers
    ? shownMenu(firstView(parts), parts)
    : { text: textsIn(language).onlyModel(current, textsIn(language).modelHint(facts)) };

  if (facts?.endsOn === undefined) return menu;
  const warning = textsIn(language).modelEnds(current, facts.endsOn);
  return { ...menu, text: `${warning}\n\n${menu.text}` };
}

/** One page of a view, under the sentence that belongs to it. */
function shownMenu(view: MenuView, parts: MenuParts, page = 0): CommandReply {
  const { currentModel, pickService, modelsOfService, modelAmbiguous } = textsIn(parts.language);
  if (isUnchosen(parts))
    return modelMenu(textsIn(parts.language).noModelAnswers, view, parts, page);

  const sentences: Readonly<Record<MenuView['kind'], () => string>> = {
    all: () => currentModel(parts.current),
    services: () => pickService(parts.current),
    service: () => modelsOfService(textOf(view), modelsOfView(view, parts).length),
    match: () => modelAmbiguous(textOf(view)),
  };
  return modelMenu(sentences[view.kind](), view, parts, page);
}

/** Tells whether no model answers: then its name is that of a service, or of an alias without a service. */
function isUnchosen({ models, current }: MenuParts): boolean {
  return !current.includes('/') && models.every(({ name }) => name !== current);
}

function textOf(view: MenuView): string {
  return 'text' in view ? view.text : '';
}

async function menuParts(channel: Channel, context: CommandContext): Promise<MenuParts> {
  const models = await context.models();
  // The default model is known only after the lists.
  const current = await context.currentModel(channel);
  return { models, current, language: context.language };
}

function chosenReply(
  { name, facts }: ModelChoice,
  { language }: Pick<CommandContext, 'language'>,
): CommandReply {
  const { modelChosen, modelEnds } = textsIn(language);
  const text = modelChosen(name, textsIn(language).modelHint(facts));
  return { text: facts?.endsOn === undefined ? text : `${text}\n${modelEnds(name, facts.endsOn)}` };
}
