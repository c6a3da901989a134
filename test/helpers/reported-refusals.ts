import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProviderErrorKind } from '../../src/contracts/provider.ts';

/** What a vendor sent when it refused, as somebody reported it. Names and ids are invented. */
export interface ReportedRefusal {
  /** The report, as `owner/repo #number`, or the document. */
  readonly source: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value, or a text that is not JSON. */
  readonly body: unknown;
  /** The body as it is sent. */
  readonly text: string;
  readonly kind: ProviderErrorKind;
  /** The wait that the refusal asks for, on 1 January 2026. Absent: it asks for none. */
  readonly retryAfterMs?: number;
  readonly tokenLimit?: number;
  readonly requestTokens?: number;
  /** The advice that differs from the usual one of the kind. */
  readonly cure?: 'region' | 'privacy' | 'https';
}

const FOLDER = join(import.meta.dirname, '../fixtures/refusals');

function readVendor(file: string) {
  const rows: Omit<ReportedRefusal, 'text'>[] = JSON.parse(
    readFileSync(join(FOLDER, file), 'utf8'),
  );
  const refusals = rows.map(
    (row): ReportedRefusal => ({
      ...row,
      text: typeof row.body === 'string' ? row.body : JSON.stringify(row.body),
    }),
  );
  return { vendor: basename(file, '.json'), refusals };
}

/** The reported refusals of each vendor. */
export const reportedRefusals = readdirSync(FOLDER).sort().map(readVendor);

/** The refusals of these vendors with another status than 200, as `Protocol` has them. */
export function refusalsOf(...vendors: readonly string[]) {
  return reportedRefusals
    .filter(({ vendor }) => vendors.includes(vendor))
    .flatMap(({ refusals }) => refusals)
    .filter(({ status }) => status !== 200)
    .map(({ status, body, kind }) => [status, body, kind] as const);
}
