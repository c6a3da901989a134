import { createHash } from 'node:crypto';
import type {
  Command,
  CommandCall,
  CommandContext,
  CommandReply,
  ModelChoice,
} from '../contracts/command.ts';
import type { Button, Controls } from '../contracts/reply-surface.ts';
import { texts } from '../texts/texts.ts';
import { completeModel, findModels } from './find-models.ts';

/** Four rows of two, and a row to turn pages: Discord allows five rows. */
const BUTTONS_PER_PAGE = 8;
const BUTTONS_PER_ROW = 2;
const LONGEST_LABEL = 80;

export const model: Command = {
  name: 'model',
  description: 'Choose the model that answers in this channel',
  options: [
    { name: 'name', description: 'The model, or a part of its name', complete: completeModel },
  ],

  async run(call, powers) {
    const typed = call.options.name?.trim();
    return typed ? choose(typed, call, powers) : offer(call, powers);
  },

  async press(rest, button, powers) {
    const { channel } = button.address;
    const models = await powers.models();
    const page = /^page:(\d+)$/.exec(rest)?.[1];
    if (page) return offerOf(models, await powers.currentModel(channel), Number(page));
    const pressed = models.find(({ name }) => shortId(name) === rest);
    if (!pressed) return { text: texts.tooOldButton };
    await powers.chooseModel(channel, pressed.name);
    return chosen(pressed);
  },
};

async function choose(
  typed: string,
  call: CommandCall,
  powers: CommandContext,
): Promise<CommandReply> {
  const models = await powers.models();
  const found = findModels(models, typed);
  const [only] = found;
  if (only && found.length === 1) {
    await powers.chooseModel(call.channel, only.name);
    return chosen(only);
  }
  if (found.length > 1) return withModels(texts.modelAmbiguous(typed), found, 0);
  const isTaken = typed.includes('/') && (await powers.chooseModel(call.channel, typed));
  if (isTaken) return { text: texts.modelUnlisted(typed) };
  return withModels(texts.modelUnknown(typed), models, 0);
}

async function offer(call: CommandCall, powers: CommandContext): Promise<CommandReply> {
  const [models, current] = await Promise.all([powers.models(), powers.currentModel(call.channel)]);
  return offerOf(models, current, 0);
}

function offerOf(models: readonly ModelChoice[], current: string, page: number): CommandReply {
  const hint = models.find(({ name }) => name === current)?.hint;
  if (models.every(({ name }) => name === current)) return { text: texts.onlyModel(current, hint) };
  return withModels(texts.currentModel(current), models, page);
}

function chosen({ name, hint }: ModelChoice): CommandReply {
  return { text: texts.modelChosen(name, hint) };
}

/** One page of models: what is known of each, and a button for it. */
function withModels(text: string, models: readonly ModelChoice[], page: number): CommandReply {
  const pages = Math.ceil(models.length / BUTTONS_PER_PAGE);
  const at = Math.min(page, pages - 1);
  const shown = models.slice(at * BUTTONS_PER_PAGE, (at + 1) * BUTTONS_PER_PAGE);
  const lines = shown.map(({ name, hint = '' }) => texts.modelLine(name, hint));
  return {
    text: [text, '', ...lines].join('\n'),
    controls: modelButtons(shown.map(modelButton), at, pages),
  };
}

function modelButtons(buttons: readonly Button[], at: number, pages: number): Controls {
  const left = [...buttons];
  const rows: Button[][] = [];
  while (left.length > 0) rows.push(left.splice(0, BUTTONS_PER_ROW));
  const turn = (to: number, label: string): Button[] =>
    to >= 0 && to < pages ? [{ id: `model:page:${to}`, label: `${label} ${to + 1}/${pages}` }] : [];
  const turns = [...turn(at - 1, '◀'), ...turn(at + 1, '▶')];
  return turns.length > 0 ? [...rows, turns] : rows;
}

function modelButton({ name }: ModelChoice): Button {
  return { id: `model:${shortId(name)}`, label: name.slice(-LONGEST_LABEL) };
}

/** Names do not fit into the 64 bytes that a Telegram button carries, and must be found again after a restart. */
function shortId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
