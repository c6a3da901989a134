import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProviderError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { providers } from '../../../src/providers/index.ts';
import type { Http } from '../../../src/providers/wire/exchange/http.ts';
import type { Exchange } from '../../helpers/raw-server.ts';
import type { Report } from './report.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/reports/provider');

/** The response of a report, as its server sends it. */
interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The size of the pieces in which the body was sent. Absent: it came at once. */
  readonly pieceBytes?: number;
}

/** Everything that a reader of the answer notices. */
interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly ending: string;
  /** The message of the failure, or nothing. */
  readonly message: string;
}

/** Reads the response of a report, and what its `.meta.json` says about it. */
export function readResponse({ file }: Report): Response {
  const path = join(FOLDER, file);
  const metaPath = `${path}.meta.json`;
  const meta = existsSync(metaPath) ? JSON.parse(readFileSync(metaPath, 'utf8')) : {};

  return { status: 200, headers: {}, ...meta, body: readFileSync(path) };
}

/**
 * Sends a response.
 *
 * @param pieceBytes The size of the pieces in which the body is sent. Absent: it is sent at once.
 */
export async function sendResponse(
  exchange: Exchange,
  { status, headers, body }: Response,
  pieceBytes = body.length,
): Promise<void> {
  exchange.sendHeaders(status, headers);
  for (let start = 0; start < body.length; start += pieceBytes) {
    exchange.write(body.subarray(start, start + pieceBytes));
  }
  exchange.end();
}

/** Asks the provider that the name of the report's file gives, at a server at `url`. */
export async function askReportedProvider(
  { file }: Report,
  http: Http,
  url: string,
): Promise<Outcome> {
  const name = file.split('.')[1] ?? '';
  const prefix = name.toUpperCase();
  const env = { [`${prefix}_BASE_URL`]: url, [`${prefix}_API_KEY`]: 'test-key' };
  const provider = providers[name]?.({ env, http, clock: systemClock });
  assert.ok(provider, `there is no provider ${name}`);

  const outcome = { text: '', reasoning: '', ending: 'nothing', message: '' };
  const endings: string[] = [];
  const request = { model: 'test-model', messages: [{ role: 'user', text: 'Hello?' }] } as const;

  try {
    for await (const event of provider.stream(request, new AbortController().signal)) {
      if (event.type === 'text-delta') outcome.text += event.text;
      if (event.type === 'reasoning-delta') outcome.reasoning += event.text;
      if (event.type === 'end') endings.push(event.reason);
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    endings.push(error.kind);
    outcome.message = error.message;
  }

  assert.equal(endings.length, 1, `${file}: exactly one end`);
  return { ...outcome, ending: String(endings[0]) };
}
