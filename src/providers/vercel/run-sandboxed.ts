import commonJsTyped from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { dig } from '../wire/json.ts';

/** Foreign JavaScript to run. */
export interface SandboxedCode {
  /** One expression. */
  readonly code: string;
  /** Global variables besides those of the language. */
  readonly globals: Readonly<Record<string, string>>;
}

/**
 * The value of the code as JSON, or a problem that continues a sentence about the code: `failed`.
 */
export type SandboxOutcome = { readonly json: string } | { readonly problem: string };

const MAX_RUN_MICROSECONDS = 250_000;
const MAX_JSON_CHARACTERS = 1_024;
const MAX_STACK_BYTES = 256 * 1024;
/**
 * In pages of 64 KiB. QuickJS begins with 16 MiB and may grow to 32 MiB. The interpreter's own
 * memory limit is useless: in this build it counts blocks and not bytes.
 */
const MEMORY_PAGES = { initial: 256, maximum: 512 };

// Neither the library of the language nor the types of Node describe `WebAssembly`.
declare const WebAssembly: { readonly Memory: new (pages: typeof MEMORY_PAGES) => object };

// The types of the package describe its CommonJS form, in which the variant is one level deeper.
const variant = commonJsTyped as unknown as QuickJSSyncVariant;

/** Some challenges call `fontcolor` without an argument, which QuickJS refuses. */
const POLYFILL =
  "String.prototype.fontcolor = function () { return '<font>' + this + '</font>'; };";

/**
 * Runs foreign JavaScript in an interpreter inside of WebAssembly, which has the language and
 * nothing else: no network, no files, no timers.
 */
export async function runSandboxed({ code, globals }: SandboxedCode): Promise<SandboxOutcome> {
  const wasmMemory = new WebAssembly.Memory(MEMORY_PAGES);
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  using runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(MAX_STACK_BYTES);
  runtime.setInterruptHandler(createRunLimit());

  using context = runtime.newContext();
  for (const [name, value] of Object.entries(globals)) {
    using handle = context.newString(value);
    context.setProp(context.global, name, handle);
  }

  using result = context.evalCode(`${POLYFILL}\nJSON.stringify(${code})`);
  if (result.error) return { problem: describeError(context.dump(result.error)) };

  const json = context.getString(result.value);
  return json.length <= MAX_JSON_CHARACTERS ? { json } : { problem: 'gave too much' };
}

/**
 * Counts the processor time of this thread, since a good challenge may have to wait on a busy
 * machine.
 */
function createRunLimit(): () => boolean {
  const before = process.threadCpuUsage();

  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return user + system > MAX_RUN_MICROSECONDS;
  };
}

/** Describes an error in our words, since the words of the code are foreign too. */
function describeError(error: unknown): string {
  const message = dig(error, 'message');
  if (message === 'interrupted') return 'took too long';

  // `null`: the interpreter had no memory left for the error itself.
  const isOutOfMemory =
    error === null || message === 'out of memory' || message === 'stack overflow';
  return isOutOfMemory ? 'took too much memory' : 'failed';
}
