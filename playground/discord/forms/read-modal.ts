import type { Json } from '../json.ts';
import type { Form } from './form.ts';

const ACTION_ROW = 1;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;

/** Checks a modal as far as its text inputs go; the caller finishes the form. */
export function readModal(form: Form): Json {
  form.required().record();
  const title = form.at('title').required().text(1, 45);
  const custom_id = form.at('custom_id').required().text(1, 100);
  const components = form.at('components').required().list(1, 5) ?? [];
  for (const component of components) readTop(component);
  return { title, custom_id, components: form.at('components').value };
}

function readTop(form: Form): void {
  const type =
    form.required().record() && form.at('type').required().oneOf([ACTION_ROW, TEXT_DISPLAY, LABEL]);
  if (type === ACTION_ROW) {
    for (const child of form.at('components').required().list(1, 1) ?? []) readInput(child);
  } else if (type === LABEL) {
    form.at('label').required().text(1, 45);
    readInput(form.at('component').required());
  }
}

function readInput(form: Form): void {
  form.record();
  form.at('custom_id').required().text(1, 100);
  if (form.at('type').value !== TEXT_INPUT) return;
  form.at('style').required().oneOf([1, 2]);
  form.at('value').text(0, 4000);
  form.at('placeholder').text(0, 100);
}
