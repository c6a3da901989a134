import type { Json } from '../json.ts';
import type { Form } from './form.ts';

const ACTION_ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const SELECTS = [STRING_SELECT, 5, 6, 7, 8];
const SECTION = 9;
const TEXT_DISPLAY = 10;
const CONTAINER = 17;
/** What a message with flag IS_COMPONENTS_V2 may hold at its top level. */
const LAYOUT = [ACTION_ROW, SECTION, TEXT_DISPLAY, 12, 13, 14, CONTAINER];
const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;
const LAYOUT_TEXT_LENGTH = 4000;
const LAYOUT_COMPONENTS = 40;

/** What is counted over all components of one message. */
interface Tally {
  readonly customIds: Set<string>;
  components: number;
  textLength: number;
}

/** Checks the components of a message; gives them as they came, with the ids that Discord numbers them by. */
export function readComponents(form: Form, isLayout: boolean): readonly Json[] | undefined {
  const tally: Tally = { customIds: new Set(), components: 0, textLength: 0 };
  const components = form.list(0, isLayout ? LAYOUT_COMPONENTS : 5);
  if (components === undefined) return undefined;
  for (const component of components) {
    if (isLayout) readLayout(component, tally);
    else if (readType(component, [ACTION_ROW]) !== undefined) readRow(component, tally);
  }
  if (tally.components > LAYOUT_COMPONENTS) {
    form.addError(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Must have ${LAYOUT_COMPONENTS} or fewer components in total`,
    );
  }
  if (tally.textLength > LAYOUT_TEXT_LENGTH) {
    form.addError(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Must be ${LAYOUT_TEXT_LENGTH} or fewer in total length.`,
    );
  }
  return numbered(components);
}

function numbered(components: readonly Form[]): readonly Json[] {
  let id = 0;
  const number = (form: Form): Json[] => {
    const record = form.object();
    if (!record) return [];
    id += 1;
    const own = { id, ...record.value };
    const nested = form.field('components');
    return [
      Array.isArray(nested.value)
        ? { ...own, components: nested.value.flatMap((_, at) => number(nested.field(at))) }
        : own,
    ];
  };
  return components.flatMap(number);
}

function readType(form: Form, types: readonly number[]): number | undefined {
  return form.required().object() && form.field('type').required().oneOf(types);
}

function readRow(form: Form, tally: Tally): void {
  tally.components += 1;
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
    tally.components += 1;
    if (types[index] === BUTTON) readButton(child, tally);
    else if (types[index] !== undefined) readSelect(child, types[index], tally);
  }
}

function readCustomId(form: Form, tally: Tally): void {
  const customId = form.field('custom_id').required().text(1, 100);
  if (customId === undefined) return;
  if (tally.customIds.has(customId)) {
    form
      .field('custom_id')
      .addError('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  tally.customIds.add(customId);
}

function readButton(form: Form, tally: Tally): void {
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
    readCustomId(form, tally);
  }
  if (style !== PREMIUM_STYLE && !label && !form.has('emoji')) {
    form.addError('BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL', 'A button must have a label or emoji');
  }
}

function readSelect(form: Form, type: number, tally: Tally): void {
  readCustomId(form, tally);
  form.field('placeholder').text(0, 150);
  form.field('min_values').integer();
  form.field('max_values').integer();
  if (type !== STRING_SELECT) return;
  const values = new Set<string>();
  for (const option of form.field('options').required().list(1, 25) ?? []) {
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

function readLayout(form: Form, tally: Tally): void {
  const type = readType(form, LAYOUT);
  if (type === ACTION_ROW) {
    readRow(form, tally);
    return;
  }
  tally.components += 1;
  if (type === TEXT_DISPLAY) {
    tally.textLength += form.field('content').required().text(1, LAYOUT_TEXT_LENGTH)?.length ?? 0;
  } else if (type === SECTION || type === CONTAINER) {
    const children =
      form
        .field('components')
        .required()
        .list(1, type === SECTION ? 3 : LAYOUT_COMPONENTS) ?? [];
    // A container in a container would recurse without end; Discord refuses it too.
    for (const child of children) {
      if (child.field('type').value === CONTAINER) readType(child, LAYOUT.slice(0, -1));
      else readLayout(child, tally);
    }
  }
}
