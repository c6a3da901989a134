import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** Component types. */
const ACTION_ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const SELECTS = [STRING_SELECT, 5, 6, 7, 8];
const SECTION = 9;
const TEXT_DISPLAY = 10;
const CONTAINER = 17;
/** The types that a message with the flag IS_COMPONENTS_V2 may hold at its top level. */
const LAYOUT_TYPES = [ACTION_ROW, SECTION, TEXT_DISPLAY, 12, 13, 14, CONTAINER];
/** Button styles. */
const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;
const MAX_LAYOUT_TEXT_LENGTH = 4000;
const MAX_LAYOUT_COMPONENTS = 40;

/** The totals over all components of one message. */
interface Totals {
  readonly customIds: Set<string>;
  components: number;
  textLength: number;
}

/**
 * Checks the components of a message, and returns them with the ids by which Discord numbers them.
 * `isLayout`: the message has the flag IS_COMPONENTS_V2.
 */
export function readComponents(form: Form, isLayout: boolean): readonly Json[] | undefined {
  const totals: Totals = { customIds: new Set(), components: 0, textLength: 0 };
  const components = form.list(0, isLayout ? MAX_LAYOUT_COMPONENTS : 5);
  if (components === undefined) return undefined;

  for (const component of components) {
    if (isLayout) checkLayout(component, totals);
    else if (readType(component, [ACTION_ROW]) !== undefined) checkRow(component, totals);
  }

  if (totals.components > MAX_LAYOUT_COMPONENTS) {
    form.addError(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Must have ${MAX_LAYOUT_COMPONENTS} or fewer components in total`,
    );
  }
  if (totals.textLength > MAX_LAYOUT_TEXT_LENGTH) {
    form.addError(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Must be ${MAX_LAYOUT_TEXT_LENGTH} or fewer in total length.`,
    );
  }
  return numberComponents(components);
}

function numberComponents(components: readonly Form[]): readonly Json[] {
  let id = 0;

  const numberComponent = (form: Form): Json[] => {
    const record = form.object();
    if (!record) return [];
    id += 1;
    const numbered = { id, ...record.value };

    const nested = form.field('components');
    if (!Array.isArray(nested.value)) return [numbered];
    const children = nested.value.flatMap((_, index) => numberComponent(nested.field(index)));
    return [{ ...numbered, components: children }];
  };

  return components.flatMap(numberComponent);
}

function readType(form: Form, types: readonly number[]): number | undefined {
  return form.required().object() && form.field('type').required().oneOf(types);
}

function checkRow(form: Form, totals: Totals): void {
  totals.components += 1;
  const children = form.field('components').required().list(1, 5) ?? [];
  const types = children.map((child) => readType(child, [BUTTON, ...SELECTS]));
  if (children.length > 1 && types.some((type) => type !== undefined && SELECTS.includes(type))) {
    form
      .field('components')
      .addError(
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      );
  }

  for (const [index, child] of children.entries()) {
    totals.components += 1;
    if (types[index] === BUTTON) checkButton(child, totals);
    else if (types[index] !== undefined) checkSelect(child, types[index], totals);
  }
}

function checkCustomId(form: Form, totals: Totals): void {
  const customId = form.field('custom_id').required().text(1, 100);
  if (customId === undefined) return;
  if (totals.customIds.has(customId)) {
    form
      .field('custom_id')
      .addError('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  totals.customIds.add(customId);
}

function checkButton(form: Form, totals: Totals): void {
  const style = form.field('style').required().oneOf([1, 2, 3, 4, LINK_STYLE, PREMIUM_STYLE]);
  const label = form.field('label').text(0, 80);
  form.field('disabled').boolean();

  if (style === LINK_STYLE) {
    form.field('url').required().url(512);
    if (form.has('custom_id')) {
      form.addError(
        'BUTTON_COMPONENT_URL_AND_CUSTOM_ID',
        'A custom id and url cannot both be specified',
      );
    }
  } else if (style !== PREMIUM_STYLE) {
    checkCustomId(form, totals);
  }
  if (style !== PREMIUM_STYLE && !label && !form.has('emoji')) {
    form.addError('BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL', 'A button must have a label or emoji');
  }
}

function checkSelect(form: Form, type: number, totals: Totals): void {
  checkCustomId(form, totals);
  form.field('placeholder').text(0, 150);
  form.field('min_values').integer();
  const mostPicked = form.field('max_values').integer() ?? 1;
  if (type !== STRING_SELECT) return;

  const values = new Set<string>();
  const options = form.field('options').required().list(1, 25) ?? [];
  const defaults = options.filter((option) => option.field('default').boolean());
  if (defaults.length > mostPicked) {
    form
      .field('options')
      .addError(
        'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
        'Too many default values for the select menu',
      );
  }
  for (const option of options) {
    option.field('label').required().text(1, 100);
    option.field('description').text(0, 100);
    const value = option.field('value').required().text(1, 100) ?? '';
    if (values.has(value)) {
      option
        .field('value')
        .addError(
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        );
    }
    values.add(value);
  }
}

function checkLayout(form: Form, totals: Totals): void {
  const type = readType(form, LAYOUT_TYPES);
  if (type === ACTION_ROW) {
    checkRow(form, totals);
    return;
  }
  totals.components += 1;
  if (type === TEXT_DISPLAY) {
    totals.textLength +=
      form.field('content').required().text(1, MAX_LAYOUT_TEXT_LENGTH)?.length ?? 0;
  } else if (type === SECTION || type === CONTAINER) {
    const children =
      form
        .field('components')
        .required()
        .list(1, type === SECTION ? 3 : MAX_LAYOUT_COMPONENTS) ?? [];
    // Containers in containers would recurse without end. Discord refuses them too.
    for (const child of children) {
      if (child.field('type').value === CONTAINER) readType(child, LAYOUT_TYPES.slice(0, -1));
      else checkLayout(child, totals);
    }
  }
}
