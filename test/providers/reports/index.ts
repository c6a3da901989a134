import type { Report } from './report.ts';
import { streamReports } from './streams.ts';

/** All reports about what model servers send, one list for each area. */
export const reports: readonly Report[] = [
  ...streamReports, //
];
