import { createConsoleClient } from './console-client.ts';
import { createConsoleFrame } from './console-frame.ts';
import { createLoginForm } from './login-form.ts';

const CODE = /^#code=(.+)$/;
const ENDED = 'Your session has ended. Ask the bot for a new link with /console.';

const root = document.querySelector('#console');
const client = createConsoleClient(() => showLogin(ENDED));
let leave = () => {};

function show(element: HTMLElement, onLeave = () => {}): void {
  leave();
  leave = onLeave;
  root?.replaceChildren(element);
  root?.removeAttribute('aria-busy');
}

function showLogin(problem = ''): void {
  const form = createLoginForm(problem, async (code) => {
    await client.login(code);
    await open();
  });
  show(form.element);
  form.focus();
}

/** Shows the console, or the form where nobody is logged in. */
async function open(): Promise<void> {
  const session = await client.session();
  if (!session) return showLogin();

  const frame = createConsoleFrame({
    client,
    session,
    onLogout: () => void client.logout().finally(() => showLogin()),
  });
  show(frame.element, frame.close);
}

/** Takes the code out of the address, where it would stay in the browser's history. */
function takeCode(): string | undefined {
  const code = CODE.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code && decodeURIComponent(code);
}

async function start(): Promise<void> {
  const code = takeCode();
  try {
    if (code) await client.login(code);
    await open();
  } catch (error) {
    showLogin(error instanceof Error ? error.message : String(error));
  }
}

void start();
