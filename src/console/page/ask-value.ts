import { element, textButton } from '../../lib/page/element.ts';

/** Asks for a new value in a dialog. `undefined`: the person changed their mind. */
export function askValue(name: string, current: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const input = element('textarea', { id: 'new-value', rows: 5, spellcheck: 'false' });
  input.value = current;
  const form = element(
    'form',
    { method: 'dialog' },
    element('label', { for: 'new-value' }, `The new value of ${name}`),
    input,
    element('p', { class: 'detail' }, 'A word or a text as it is; lists and numbers as JSON.'),
    element(
      'p',
      { class: 'actions' },
      element('button', { type: 'submit', value: 'save', class: 'primary' }, 'Save'),
      textButton('Cancel', { class: 'quiet' }, () => dialog.close()),
    ),
  );
  const dialog = element('dialog', { 'aria-label': `Change ${name}` }, form);

  // The browser gives the focus back to the button that opened it.
  dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'save' ? input.value : undefined);
  });
  document.body.append(dialog);
  dialog.showModal();
  input.select();
  return promise;
}
