import { createHash } from 'node:crypto';
import type {
  Command,
  CommandCall,
  CommandContext,
  CommandReply,
  ModelChoice,
} from '../contracts/command.ts';
import type { Button, Controls } from '../contracts/reply-surface.ts';
import { inEveryLanguage, texts } from '../texts/index.ts';
import { isUnderAnswer } from './control.ts';
import { completeModel, findModels } from './find-models.ts';

/** Four rows of two, and a row to turn pages: Discord allows five rows. */
const BUTTONS_PER_PAGE = 8;
const BUTTONS_PER_ROW = 2;
/** Discord's limit. */
const MAX_LABEL_CHARACTERS = 80;

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
    // The menu replaces its message. A forged press must not replace an answer by it.
    if (await isUnderAnswer(button, context)) return { text: texts.tooOldButton, onlyAsker: true };

    const models = await context.models();

    const page = /^page:(\d+)$/.exec(rest)?.[1];
    if (page) return modelMenu(models, await context.currentModel(channel), Number(page));

    const pressed = models.find(({ name }) => buttonIdOf(name) === rest);
    if (!pressed) return { text: texts.tooOldButton };
    await context.chooseModel(channel, pressed.name);
    return chosenReply(pressed);
  },
};

async function chooseTyped(
  typed: string,
  call: CommandCall,
  context: CommandContext,
): Promise<CommandReply> {
  const models = await context.models();
  const matches = findModels(models, typed);

  const [onlyMatch] = matches;
  if (onlyMatch && matches.length === 1) {
    await context.chooseModel(call.channel, onlyMatch.name);
    return chosenReply(onlyMatch);
  }
  if (matches.length > 1) return menuPage(texts.modelAmbiguous(typed), matches, 0);

  const isChosen = typed.includes('/') && (await context.chooseModel(call.channel, typed));
  if (isChosen) return { text: texts.modelUnlisted(typed) };
  return menuPage(texts.modelUnknown(typed), models, 0);
}

async function offerModels(call: CommandCall, context: CommandContext): Promise<CommandReply> {
  const [models, current] = await Promise.all([
    context.models(),
    context.currentModel(call.channel),
  ]);
  return modelMenu(models, current, 0);
}

function modelMenu(models: readonly ModelChoice[], current: string, page: number): CommandReply {
  const hint = models.find(({ name }) => name === current)?.hint;
  const hasOthers = models.some(({ name }) => name !== current);
  if (!hasOthers) return { text: texts.onlyModel(current, hint) };
  return menuPage(texts.currentModel(current), models, page);
}

function chosenReply({ name, hint }: ModelChoice): CommandReply {
  return { text: texts.modelChosen(name, hint) };
}

/** One page of the menu: a line and a button for each model. */
function menuPage(text: string, models: readonly ModelChoice[], page: number): CommandReply {
  const pageCount = Math.ceil(models.length / BUTTONS_PER_PAGE);
  const shownPage = Math.min(page, pageCount - 1);
  const visible = models.slice(shownPage * BUTTONS_PER_PAGE, (shownPage + 1) * BUTTONS_PER_PAGE);

  const lines = visible.map(({ name, hint = '' }) => texts.modelLine(name, hint));
  return {
    text: [text, '', ...lines].join('\n'),
    controls: menuControls(visible.map(modelButton), shownPage, pageCount),
  };
}

function menuControls(buttons: readonly Button[], page: number, pageCount: number): Controls {
  const rows = Array.from({ length: Math.ceil(buttons.length / BUTTONS_PER_ROW) }, (_, row) =>
    buttons.slice(row * BUTTONS_PER_ROW, (row + 1) * BUTTONS_PER_ROW),
  );

  const pageButton = (otherPage: number, arrow: string): Button[] => {
    const exists = otherPage >= 0 && otherPage < pageCount;
    if (!exists) return [];
    return [{ id: `model:page:${otherPage}`, label: `${arrow} ${otherPage + 1}/${pageCount}` }];
  };
  const pager = [...pageButton(page - 1, '◀'), ...pageButton(page + 1, '▶')];
  return pager.length > 0 ? [...rows, pager] : rows;
}

function modelButton({ name }: ModelChoice): Button {
  return { id: `model:${buttonIdOf(name)}`, label: name.slice(-MAX_LABEL_CHARACTERS) };
}

/** The id is short, because a Telegram button carries 64 bytes. It depends only on the name, so it works after a restart. */
function buttonIdOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
