/**
 * Parley in a process of its own. The limits of the networks, which Parley keeps, are as good as gone: they would be all that is measured.
 */
import { startApp } from '../../src/app.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { handleParentRequests } from '../shared/handle-parent-requests.ts';

const TIME_SCALE = 0.01;

const starting = startApp({
  env: process.env,
  clock: systemClock,
  log: createLog({ level: 'warn', isReadable: false }),
  timeScale: TIME_SCALE,
  onLeaseLost: () => process.exit(1),
});

/** Responds when it is ready. */
handleParentRequests(async () => {
  await starting;
  return {};
});
