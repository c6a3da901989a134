/**
 * Preloaded into the process of each test file. Node's test runner follows every promise through `async_hooks`, to name the test that an
 * uncaught error came from. This took more than half of the time of tests that wait for many promises, such as those of conversations.
 * Without it, such an error fails its file instead of its test, and its stack shows where it came from.
 */
import hooks from 'node:async_hooks';
import { inspect } from 'node:util';

const { createHook } = hooks;

// The runner takes the function from here when a file imports `node:test`.
hooks.createHook = (callbacks) => {
  process.on('uncaughtExceptionMonitor', show);
  process.on('unhandledRejection', (error) => {
    show(error);
    process.exitCode = 1;
  });
  return createHook({ ...callbacks, trackPromises: false });
};

/** The runner itself shows no stack of it. The output of a file is part of the report only if the file fails. */
function show(error: unknown): void {
  process.stderr.write(`${inspect(error)}\n`);
}
