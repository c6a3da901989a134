import { createHash } from 'node:crypto';
import type { CommandReply, ModelChoice } from '../contracts/command.ts';
import type { Language } from '../contracts/language.ts';
import type { Button, Controls } from '../contracts/reply-surface.ts';
import { textsIn } from '../texts/index.ts';
import { CURRENT_MARK, matchModels, modelId, serviceOf } from './find-models.ts';

/** Four rows of two, and a row to turn pages: Discord allows five rows. */
const BUTTONS_PER_PAGE = 8;
const BUTTONS_PER_ROW = 2;
/** Discord's limit. */
const MAX_LABEL_CHARACTERS = 80;
/** Telegram's limit for the id of a button. */
const MAX_ID_BYTES = 64;
const LONGEST_PAGE_ID = 'model:page:999:';

/**
 * The part of the models that a menu shows, and what its page buttons carry: they work after a restart.
 * - `all`: every model
 * - `services`: the aliases, and a button for each service
 * - `service`: the models of one service
 * - `match`: the models whose names contain a text
 */
export type MenuView =
  | { readonly kind: 'all' | 'services' }
  | { readonly kind: 'service' | 'match'; readonly text: string };

/** What every menu needs to know. */
export interface MenuParts {
  readonly models: readonly ModelChoice[];
  /** The name of the model that answers. */
  readonly current: string;
  readonly language: Language;
}

/** One button of a menu, with its line. */
interface Entry {
  readonly button: Button;
  readonly line: string;
  /** The service under whose name the line stands. */
  readonly service?: string | undefined;
}

/** The menu for people who want to see what there is: services first, where all models are many. */
export function firstView({ models }: Pick<MenuParts, 'models'>): MenuView {
  const services = new Set(models.map(({ name }) => serviceOf(name)));
  return { kind: models.length > BUTTONS_PER_PAGE && services.size > 1 ? 'services' : 'all' };
}

/** Reads the view and the page from the id of a page button, without `model:`. */
export function readView(
  rest: string,
): { readonly view: MenuView; readonly page: number } | undefined {
  const [, kind, page, text = ''] = /^(page|of|services):(\d{1,3})(?::(.+))?$/su.exec(rest) ?? [];
  if (kind === undefined) return undefined;

  const views: Readonly<Record<string, MenuView>> = {
    page: text ? { kind: 'match', text } : { kind: 'all' },
    of: { kind: 'service', text },
    services: { kind: 'services' },
  };
  const view = views[kind];
  return view && { view, page: Number(page) };
}

/**
 * The view of the models that match a text. A text that is too long for a button is shortened to a part
 * that has the same matches. `undefined`: there is no such part.
 */
export function matchView(models: readonly ModelChoice[], text: string): MenuView | undefined {
  const count = matchModels(models, text).length;
  const characters = [...text];
  const parts = characters.flatMap((_, index) => [
    characters.slice(index).join(''),
    characters.slice(0, characters.length - index).join(''),
  ]);
  const part = parts.find(
    (candidate) =>
      Buffer.byteLength(LONGEST_PAGE_ID + candidate) <= MAX_ID_BYTES &&
      matchModels(models, candidate).length === count,
  );
  return part === undefined ? undefined : { kind: 'match', text: part };
}

/** One page of a menu: a line and a button for each entry, and buttons to other pages. */
export function modelMenu(text: string, view: MenuView, parts: MenuParts, page = 0): CommandReply {
  const entries = view.kind === 'services' ? serviceEntries(parts) : modelEntries(view, parts);
  const pageCount = Math.max(1, Math.ceil(entries.length / BUTTONS_PER_PAGE));
  const shownPage = Math.min(page, pageCount - 1);
  const visible = entries.slice(shownPage * BUTTONS_PER_PAGE, (shownPage + 1) * BUTTONS_PER_PAGE);

  const lines = groupLines(visible);
  const back = view.kind === 'service' ? [backButton(parts)] : [];
  return {
    text: lines.length > 0 ? [text, '', ...lines].join('\n') : text,
    controls: menuControls(
      visible.map(({ button }) => button),
      [...back, ...pageButtons(view, shownPage, pageCount)],
    ),
  };
}

/** The models of a view. */
export function modelsOfView(view: MenuView, { models }: Pick<MenuParts, 'models'>) {
  if (view.kind === 'service') return models.filter(({ name }) => serviceOf(name) === view.text);
  return view.kind === 'match' ? matchModels(models, view.text) : models;
}

/** The id is short, because a Telegram button carries 64 bytes. It depends only on the name, so it works after a restart. */
export function choiceIdOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

function modelEntries(view: MenuView, parts: MenuParts): readonly Entry[] {
  const models = modelsOfView(view, parts);
  const services = new Set(models.map(({ name }) => serviceOf(name)));
  // Where all are of one service, its name would only fill the buttons.
  const labelOf = (name: string) => (services.size > 1 ? name : modelId(name));
  return models.map((choice) => modelEntry(choice, labelOf(choice.name), parts));
}

function modelEntry(
  { name, facts }: ModelChoice,
  label: string,
  { current, language }: MenuParts,
): Entry {
  const isCurrent = name === current;
  const mark = isCurrent ? `${CURRENT_MARK} ` : '';
  const hint = textsIn(language).modelHint(facts);
  return {
    button: choiceButton(`model:${choiceIdOf(name)}`, label, isCurrent),
    line: `- ${mark}\`${name}\` ${hint}`.trimEnd(),
    service: serviceOf(name),
  };
}

function serviceEntries(parts: MenuParts): readonly Entry[] {
  const byService = Map.groupBy(parts.models, ({ name }) => serviceOf(name));
  return [...byService].flatMap(([service, models]) => {
    if (service === undefined) return models.map((alias) => modelEntry(alias, alias.name, parts));

    const isCurrent = serviceOf(parts.current) === service;
    const label = `${service} · ${models.length}`;
    const line = textsIn(parts.language).serviceLine(service, models.length);
    return [{ button: choiceButton(`model:of:0:${service}`, label, isCurrent), line }];
  });
}

function choiceButton(id: string, label: string, isCurrent: boolean): Button {
  if (!isCurrent) return { id, label: label.slice(-MAX_LABEL_CHARACTERS) };
  const shortLabel = label.slice(CURRENT_MARK.length + 1 - MAX_LABEL_CHARACTERS);
  return { id, label: `${CURRENT_MARK} ${shortLabel}`, style: 'primary' };
}

/** The lines of entries, under the names of their services where these differ. */
function groupLines(entries: readonly Entry[]): readonly string[] {
  const hasGroups = new Set(entries.map(({ service }) => service)).size > 1;
  return entries.flatMap(({ line, service }, index) => {
    const isFirst = index === 0 || entries[index - 1]?.service !== service;
    return hasGroups && isFirst && service ? [`**${service}**`, line] : [line];
  });
}

function menuControls(buttons: readonly Button[], lastRow: readonly Button[]): Controls {
  const rows = Array.from({ length: Math.ceil(buttons.length / BUTTONS_PER_ROW) }, (_, row) =>
    buttons.slice(row * BUTTONS_PER_ROW, (row + 1) * BUTTONS_PER_ROW),
  );
  return lastRow.length > 0 ? [...rows, lastRow] : rows;
}

function pageButtons(view: MenuView, page: number, pageCount: number): readonly Button[] {
  const button = (otherPage: number, arrow: string): readonly Button[] => {
    const exists = otherPage >= 0 && otherPage < pageCount;
    if (!exists) return [];
    return [{ id: pageId(view, otherPage), label: `${arrow} ${otherPage + 1}/${pageCount}` }];
  };
  return [...button(page - 1, '◀'), ...button(page + 1, '▶')];
}

function pageId(view: MenuView, page: number): string {
  switch (view.kind) {
    case 'all':
      return `model:page:${page}`;
    case 'match':
      return `model:page:${page}:${view.text}`;
    case 'service':
      return `model:of:${page}:${view.text}`;
    case 'services':
      return `model:services:${page}`;
  }
}

function backButton({ language }: MenuParts): Button {
  return { id: 'model:services:0', label: textsIn(language).allServices };
}
