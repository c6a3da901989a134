import type { ConsoleSession } from '../protocol.ts';

/** Speaks with the console's server. Every failure is an `Error` whose message is for people. */
export interface ConsoleClient {
  /** `undefined`: nobody is logged in. */
  session(): Promise<ConsoleSession | undefined>;
  login(code: string): Promise<void>;
  logout(): Promise<void>;
  read<Answer>(path: string): Promise<Answer>;
  /** `status` tells a refusal that has an answer of its own, as 409 for a conflict. */
  change<Answer>(path: string, body: object): Promise<ChangeOutcome<Answer>>;
}

/** The outcome of a change. */
export interface ChangeOutcome<Answer> {
  readonly isDone: boolean;
  readonly status: number;
  readonly answer: Answer;
}

const UNREACHABLE = 'The console does not answer. Parley may be restarting.';

/** Creates a client. `onEnd` is called when the server no longer knows the session. */
export function createConsoleClient(onEnd: () => void): ConsoleClient {
  let token = '';

  const send = (path: string, init: RequestInit): Promise<Response> =>
    fetch(path, { ...init, cache: 'no-store' }).catch(() => {
      throw new Error(UNREACHABLE);
    });

  const post = (path: string, body: object) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-parley-token': token },
      body: JSON.stringify(body),
    });

  return {
    async session() {
      const response = await send('/api/session', {});
      if (response.status === 401) return undefined;
      if (!response.ok) throw new Error(await readError(response));
      const session: ConsoleSession = await response.json();
      token = session.token;
      return session;
    },

    async login(code) {
      const response = await post('/api/login', { code });
      if (!response.ok) throw new Error(await readError(response));
    },

    async logout() {
      await post('/api/logout', {});
      token = '';
    },

    async read(path) {
      const response = await send(path, {});
      if (response.status === 401) onEnd();
      if (!response.ok) throw new Error(await readError(response));
      return response.json();
    },

    async change(path, body) {
      const response = await post(path, body);
      if (response.status === 401) onEnd();
      const { ok: isDone, status } = response;
      const answer = await response.json().catch(() => null);
      const isAnswer = isDone || status === 409 || status === 422;
      if (!isAnswer) throw new Error(errorOf(answer, status));
      return { isDone, status, answer };
    },
  };
}

async function readError(response: Response): Promise<string> {
  return errorOf(await response.json().catch(() => null), response.status);
}

function errorOf(answer: unknown, status: number): string {
  const hasSentence = typeof answer === 'object' && answer !== null && 'error' in answer;
  return hasSentence ? String(answer.error) : `The console refused (status ${status}).`;
}
