import { createHash } from 'node:crypto';
import type { Choice, Command, CommandCall, CommandPowers, CommandReply, ModelChoice } from '../contracts/command.ts';
import type { Button, Controls } from '../contracts/reply-surface.ts';
import { texts } from '../texts/texts.ts';

/** Four rows of two, and a row to turn pages: Discord allows five rows. */
const BUTTONS_PER_PAGE = 8;
const BUTTONS_PER_ROW = 2;
const LONGEST_LABEL = 80;

export const model: Command = {
  name: 'model',
  description: 'Choose the model that answers in this channel',
  options: [{ name: 'name', description: 'The model, or a part of its name', complete: completeModel }],

  async run(call, powers) {
    const typed = call.options.name?.trim();
    return typed ? choose(typed, call, powers) : offer(call, powers);
  },

  async press(rest, button, powers) {
    const { channel } = button.address;
    const models = await powers.models();
    const page = /^page:(\d+)$/.exec(rest)?.[1];
    if (page) {
      return {
        text: texts.currentModel(await powers.currentModel(channel)),
        controls: modelButtons(models, Number(page)),
      };
    }
    const pressed = models.find(({ name }) => shortId(name) === rest);
    if (!pressed) return { text: texts.tooOldButton };
    await powers.chooseModel(channel, pressed.name);
    return { text: texts.modelChosen(pressed.name) };
  },
};

async function completeModel(typed: string, _call: CommandCall, powers: CommandPowers): Promise<readonly Choice[]> {
  const models = matches(await powers.models(), typed);
  return models.map(({ name, hint }) => ({ name: hint ? `${name} · ${hint}` : name, value: name }));
}

async function choose(typed: string, call: CommandCall, powers: CommandPowers): Promise<CommandReply> {
  const models = await powers.models();
  const found = matches(models, typed);
  const only = models.find(({ name }) => name === typed) ?? (found.length === 1 ? found[0] : undefined);
  if (only) {
    await powers.chooseModel(call.channel, only.name);
    return { text: texts.modelChosen(only.name) };
  }
  if (found.length > 1) return { text: texts.modelAmbiguous(typed), controls: modelButtons(found, 0) };
  const isTaken = typed.includes('/') && (await powers.chooseModel(call.channel, typed));
  if (isTaken) return { text: texts.modelUnlisted(typed) };
  return { text: texts.modelUnknown(typed), controls: modelButtons(models, 0) };
}

async function offer(call: CommandCall, powers: CommandPowers): Promise<CommandReply> {
  const [models, current] = await Promise.all([powers.models(), powers.currentModel(call.channel)]);
  if (models.every(({ name }) => name === current)) return { text: texts.onlyModel(current) };
  return { text: texts.currentModel(current), controls: modelButtons(models, 0) };
}

/** Names that begin with what was typed come first. */
function matches(models: readonly ModelChoice[], typed: string): readonly ModelChoice[] {
  const part = typed.toLowerCase();
  const at = ({ name }: ModelChoice) => name.toLowerCase().indexOf(part);
  return models.filter((choice) => at(choice) >= 0).sort((a, b) => Math.min(at(a), 1) - Math.min(at(b), 1));
}

function modelButtons(models: readonly ModelChoice[], page: number): Controls {
  const pages = Math.ceil(models.length / BUTTONS_PER_PAGE);
  const at = Math.min(page, pages - 1);
  const shown = models.slice(at * BUTTONS_PER_PAGE, (at + 1) * BUTTONS_PER_PAGE).map(modelButton);
  const rows: Button[][] = [];
  while (shown.length > 0) rows.push(shown.splice(0, BUTTONS_PER_ROW));
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
