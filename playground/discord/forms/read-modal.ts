import type { Json } from '../json.ts';
import type { Form } from './form.ts';

/** Component types. */
const ACTION_ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;

/**
 * Checks the parts of a modal that belong to text inputs. The caller calls `form.throwIfInvalid`.
 */
export function readModal(form: Form): Json {
  form.required().object();
  const title = form.field('title').required().text(1, 45);
  const custom_id = form.field('custom_id').required().text(1, 100);
  const components = form.field('components').required().list(1, 5) ?? [];
  for (const component of components) checkComponent(component);
  return { title, custom_id, components: form.field('components').value };
}

function checkComponent(form: Form): void {
  const type =
    form.required().object() &&
    form.field('type').required().oneOf([ACTION_ROW, TEXT_DISPLAY, LABEL]);
  if (type === ACTION_ROW) {
    for (const child of form.field('components').required().list(1, 1) ?? []) checkInput(child);
  } else if (type === LABEL) {
    form.field('label').required().text(1, 45);
    checkInput(form.field('component').required());
  }
}

function checkInput(form: Form): void {
  form.object();
  form.field('custom_id').required().text(1, 100);
  if (form.field('type').value !== TEXT_INPUT) return;
  form.field('style').required().oneOf([1, 2]);
  form.field('value').text(0, 4000);
  form.field('placeholder').text(0, 100);
}
