import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** Component types. */
const ACTION_ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;

const MAX_VALUE_LENGTH = 4000;

/**
 * Checks the parts of a modal that belong to text inputs. The caller calls `form.throwIfInvalid`.
 * https://discord.com/developers/docs/components/reference#text-input
 */
export function readModal(form: Form): Json {
  form.required().object();
  const title = form.field('title').required().text(1, 45);
  const custom_id = form.field('custom_id').required().text(1, 100);
  const customIds = new Set<string>();
  const components = form.field('components').required().list(1, 5) ?? [];
  for (const component of components) checkComponent(component, customIds);
  return { title, custom_id, components: form.field('components').value };
}

function checkComponent(form: Form, customIds: Set<string>): void {
  const type =
    form.required().object() &&
    form.field('type').required().oneOf([ACTION_ROW, TEXT_DISPLAY, LABEL]);
  if (type === ACTION_ROW) {
    for (const child of form.field('components').required().list(1, 1) ?? []) {
      checkInput(child, customIds);
      // In a row, the input itself has the label.
      child.field('label').required().text(1, 45);
    }
  } else if (type === LABEL) {
    form.field('label').required().text(1, 45);
    form.field('description').text(0, 100);
    checkInput(form.field('component').required(), customIds);
  } else if (type === TEXT_DISPLAY) {
    form.field('content').required().text(1, MAX_VALUE_LENGTH);
  }
}

function checkInput(form: Form, customIds: Set<string>): void {
  form.object();
  checkCustomId(form.field('custom_id'), customIds);
  if (form.field('type').value !== TEXT_INPUT) return;

  form.field('style').required().oneOf([1, 2]);
  form.field('required').boolean();
  form.field('placeholder').text(0, 100);
  const least = checkLength(form.field('min_length'), 0) ?? 0;
  const most = checkLength(form.field('max_length'), 1) ?? MAX_VALUE_LENGTH;
  if (least > most) {
    form
      .field('min_length')
      .addError('BASE_TYPE_MAX', 'Must be less than or equal to the maximum length');
  }
  form.field('value').text(0, most);
}

function checkCustomId(form: Form, customIds: Set<string>): void {
  const customId = form.required().text(1, 100);
  if (customId === undefined) return;
  if (customIds.has(customId)) {
    form.addError('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  customIds.add(customId);
}

/** A number of characters up to the limit of values. */
function checkLength(form: Form, min: number): number | undefined {
  const length = form.integer();
  if (length === undefined || (length >= min && length <= MAX_VALUE_LENGTH)) return length;
  return form.addError(
    'NUMBER_TYPE_RANGE',
    `int value should be between ${min} and ${MAX_VALUE_LENGTH}.`,
  );
}
