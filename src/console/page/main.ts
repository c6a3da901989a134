import { createConsoleClient } from './console-client.ts';
import { createConsoleFrame } from './console-frame.ts';
import { createLoginForm } from './login-form.ts';

const CODE = /^#code=(.+)$/;
const ENDED = 'Your session has ended. Ask the bot for a new link with /console.';
const NOT_KEPT =
  'The browser has not kept the session. Remove the cookies of this address, and log in again.';

const root = document.querySelector('#console');
const client = createConsoleClient(() => void endSession());
/** Outlives its session: who logs in again finds what they typed. */
let frame: ReturnType<typeof createConsoleFrame> | undefined;
let isOpen = false;

function show(element: HTMLElement): void {
  root?.replaceChildren(element);
  root?.removeAttribute('aria-busy');
}

function showLogin(problem: string): void {
  isOpen = false;
  frame?.pause();
  const form = createLoginForm(problem, async (code) => {
    await client.login(code);
    await open(NOT_KEPT);
    document.querySelector<HTMLElement>('#main')?.focus();
  });
  show(form.element);
  form.focus();
}

/** Several requests may find out at the same time, or when somebody has logged in again already. */
async function endSession(): Promise<void> {
  const hasEnded = isOpen && (await client.session().catch(() => true)) === undefined;
  if (hasEnded && isOpen) showLogin(ENDED);
}

/** Shows the console, or the form where nobody is logged in. */
async function open(problem: string): Promise<void> {
  const session = await client.session();
  if (!session) return showLogin(problem);

  isOpen = true;
  frame ??= createConsoleFrame({ client, session, onLogout: () => void logout() });
  show(frame.element);
  frame.resume();
}

async function logout(): Promise<void> {
  await client.logout().catch(() => {});
  frame?.close();
  frame = undefined;
  showLogin('');
}

/** Takes the code out of the address, where it would stay in the browser's history. */
function takeCode(): string | undefined {
  const code = CODE.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code && decodeURIComponent(code);
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Who opens a link a second time may still have the session of the first time. */
async function start(): Promise<void> {
  try {
    const code = takeCode();
    await open(code ? await client.login(code).then(() => NOT_KEPT, sentenceOf) : '');
  } catch (error) {
    showLogin(sentenceOf(error));
  }
}

// A link that is opened in a tab of the console changes nothing but what follows `#`.
window.addEventListener('hashchange', (event) => {
  if (!CODE.test(location.hash)) return;
  event.stopImmediatePropagation();
  void start();
});
void start();
