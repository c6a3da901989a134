import type { IncomingMessage } from 'node:http';
import { fieldsReader, textReader } from '../lib/json-reader.ts';
import type { Log } from '../lib/log.ts';
import { readJsonBody } from '../lib/web/read-json-body.ts';
import { RequestError } from '../lib/web/request-error.ts';
import type { ConsoleSessions } from './console-sessions.ts';
import type { LoginAttempts } from './login-attempts.ts';

/** Logs somebody in, and gives the secret of the session. @throws A `RequestError` when the code is wrong. */
export type ConsoleLogin = (request: IncomingMessage) => Promise<string>;

const MAX_BODY_BYTES = 2_048;
const MAX_CODE_CHARACTERS = 1_024;
const MS_PER_SECOND = 1_000;
const body = fieldsReader({ code: textReader(MAX_CODE_CHARACTERS) }, 'code');

/** Creates the login. */
export function createConsoleLogin(
  sessions: Pick<ConsoleSessions, 'useCode' | 'useToken'>,
  attempts: LoginAttempts,
  log: Log,
): ConsoleLogin {
  async function tryToken(token: string, from: string): Promise<string | undefined> {
    const waitMs = attempts.waitMs(from);
    if (waitMs > 0) throw tooManyTries(waitMs);
    return sessions.useToken(token);
  }

  return async (request) => {
    const { code } = body(await readJsonBody(request, MAX_BODY_BYTES)) ?? {};
    if (!code) throw new RequestError(400, 'Send a code.');
    const from = request.socket.remoteAddress ?? '';

    // Nobody can guess a code, so those who have one never wait for those who guess.
    const byCode = await sessions.useCode(code);
    const secret = byCode ?? (await tryToken(code, from));
    if (secret === undefined) {
      attempts.countFailure(from);
      if (attempts.waitMs(from) > 0)
        log.warn({ from }, 'console: somebody has tried wrong codes or tokens many times');
      throw new RequestError(401, 'This code is wrong, used, or too old.');
    }
    attempts.forget(from);
    log.info({ from, by: byCode ? 'code' : 'CONSOLE_TOKEN' }, 'console: somebody logged in');
    return secret;
  };
}

function tooManyTries(waitMs: number): RequestError {
  const seconds = Math.ceil(waitMs / MS_PER_SECOND);
  return new RequestError(
    429,
    `There were too many wrong tries. Wait ${seconds} s, or ask the bot for a link with /console.`,
  );
}
