import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { createHttp } from '../../src/providers/wire/exchange/http.ts';
import { startRawServer } from '../helpers/raw-server.ts';
import { reports } from './reports/index.ts';
import { askReportedProvider, readResponse, sendResponse } from './reports/replay-report.ts';
import type { Report } from './reports/report.ts';

/** The sizes of the pieces in which each body is sent; `undefined` sends it at once. */
const WAYS_TO_SEND = [undefined, 1, 7];

for (const report of reports) {
  it(`the answer of ${report.file} arrives as people expect it (${report.source})`, async (t) => {
    const { text = '', reasoning = '', ending = 'stop', message = /(?:)/ } = report;

    for (const pieceBytes of WAYS_TO_SEND) {
      const outcome = await replay(t, report, pieceBytes);
      assert.deepEqual(
        { text: outcome.text, reasoning: outcome.reasoning, ending: outcome.ending },
        { text, reasoning, ending },
        `in pieces of ${pieceBytes ?? 'all'} bytes: ${outcome.message}`,
      );
      assert.match(outcome.message, message);
    }
  });
}

async function replay(t: TestContext, report: Report, pieceBytes: number | undefined) {
  const response = readResponse(report);
  const server = await startRawServer((exchange) =>
    sendResponse(exchange, response, pieceBytes ?? response.pieceBytes),
  );
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });

  return askReportedProvider(report, http, server.url);
}
