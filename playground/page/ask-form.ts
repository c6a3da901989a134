import { button, element } from '../../src/lib/page/element.ts';

/** A field of a dialog. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind?: 'text' | 'lines' | 'checkbox' | 'select';
  readonly value?: string;
  readonly isRequired?: boolean;
  readonly placeholder?: string;
  readonly minCharacters?: number;
  readonly maxCharacters?: number;
  /** Of a select: the values and what people read. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** The typed values, by the names of the fields. A checkbox is `on` or empty. */
export type FormValues = Readonly<Record<string, string>>;

/**
 * Asks the person to fill in a form, in a dialog over the page. Resolves with the values, or with
 * `undefined` when the person cancels.
 */
export function askForm(
  title: string,
  fields: readonly FormField[],
  submitLabel: string,
): Promise<FormValues | undefined> {
  const form = element(
    'form',
    { method: 'dialog', class: 'dialog-form' },
    element('h3', {}, title),
    ...fields.map(createField),
    element(
      'div',
      { class: 'dialog-buttons' },
      button('Cancel', { class: 'dialog-cancel' }, () => dialog.close(), 'Cancel'),
      element('button', { type: 'submit', class: 'dialog-submit' }, submitLabel),
    ),
  );
  const dialog = element('dialog', { class: 'dialog', 'aria-label': title }, form);
  document.body.append(dialog);

  return new Promise((resolve) => {
    form.addEventListener('submit', () => resolve(readValues(form, fields)));
    // A dialog that is submitted closes too, but then the promise is resolved already.
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(undefined);
    });
    dialog.showModal();
  });
}

function createField({ name, label, kind = 'text', value = '', ...field }: FormField): HTMLElement {
  const limits = {
    required: field.isRequired,
    placeholder: field.placeholder,
    minlength: field.minCharacters,
    maxlength: field.maxCharacters,
  };
  const words = element('span', {}, label);
  if (kind === 'checkbox') {
    const box = element('input', { type: 'checkbox', name });
    return element('label', { class: 'dialog-check' }, box, words);
  }

  if (kind === 'lines') {
    const lines = element('textarea', { name, rows: 4, ...limits });
    lines.value = value;
    return element('label', {}, words, lines);
  }
  if (kind === 'select') {
    const options = (field.options ?? []).map((option) =>
      element('option', { value: option.value, selected: option.value === value }, option.label),
    );
    return element(
      'label',
      {},
      words,
      element('select', { name, required: field.isRequired }, ...options),
    );
  }
  return element(
    'label',
    {},
    words,
    element('input', { name, value, autocomplete: 'off', ...limits }),
  );
}

function readValues(form: HTMLFormElement, fields: readonly FormField[]): FormValues {
  const data = new FormData(form);
  return Object.fromEntries(fields.map(({ name }) => [name, String(data.get(name) ?? '').trim()]));
}
