import { element } from '../../lib/page/element.ts';

/**
 * Creates the form that asks for a code. `problem` says why somebody has to log in again; `login` rejects with a
 * sentence for people.
 */
export function createLoginForm(problem: string, login: (code: string) => Promise<void>) {
  const input = element('input', {
    id: 'code',
    name: 'code',
    type: 'password',
    autocomplete: 'current-password',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'login-problem',
  });
  const alert = element('p', { id: 'login-problem', class: 'problem', role: 'alert' }, problem);
  const submit = element('button', { type: 'submit', class: 'primary' }, 'Log in');
  const form = element(
    'form',
    {},
    element('label', { for: 'code' }, 'Code or console token'),
    input,
    alert,
    submit,
  );

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    alert.textContent = '';
    login(input.value.trim())
      .catch((error: Error) => {
        alert.textContent = error.message;
        input.select();
      })
      .finally(() => {
        submit.disabled = false;
      });
  });

  return {
    element: element(
      'main',
      { class: 'login' },
      element('img', { src: '/lib/page/icon.svg', alt: '', width: 40, height: 40 }),
      element('h1', {}, 'Parley console'),
      element(
        'p',
        {},
        'Write ',
        element('code', {}, '/console'),
        ' to the bot as one of its admins: it gives you a link with a code. The token in ',
        element('code', {}, 'CONSOLE_TOKEN'),
        ' works, too.',
      ),
      form,
    ),
    focus: () => input.focus(),
  };
}
