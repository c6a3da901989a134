import commonJsTyped from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { dig } from '../wire/json.ts';

export interface SandboxedCode {
  /** One expression. */
  readonly code: string;
  /** Global variables, besides those of the language. */
  readonly globals: Readonly<Record<string, string>>;
}

/** What the value of the code is as JSON, or why there is none. */
export type SandboxOutcome = { readonly json: string } | { readonly problem: string };

const LONGEST_RUN_MICROSECONDS = 250_000;
const LONGEST_JSON = 1_024;
const MOST_STACK_BYTES = 256 * 1024;
/** In pages of 64 KiB: 16 MiB, which QuickJS begins with, and 32 MiB. Its own limit counts blocks and not bytes in this build. */
const MEMORY = { initial: 256, maximum: 512 };

// Neither the language's library nor Node's types describe it.
declare const WebAssembly: { readonly Memory: new (pages: typeof MEMORY) => object };

// The package describes its CommonJS shape, in which this is one level deeper.
const variant = commonJsTyped as unknown as QuickJSSyncVariant;

/** Some challenges call it without an argument, which QuickJS refuses. */
const POLYFILL =
  "String.prototype.fontcolor = function () { return '<font>' + this + '</font>'; };";

/** Runs foreign JavaScript in an interpreter of its own, inside of WebAssembly, that has the language and nothing else. */
export async function runSandboxed({ code, globals }: SandboxedCode): Promise<SandboxOutcome> {
  const wasmMemory = new WebAssembly.Memory(MEMORY);
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  using runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(MOST_STACK_BYTES);
  runtime.setInterruptHandler(createRunLimit());
  using context = runtime.newContext();
  for (const [name, value] of Object.entries(globals)) {
    using handle = context.newString(value);
    context.setProp(context.global, name, handle);
  }
  using result = context.evalCode(`${POLYFILL}\nJSON.stringify(${code})`);
  if (result.error) return { problem: problemOf(context.dump(result.error)) };
  const json = context.getString(result.value);
  return json.length <= LONGEST_JSON ? { json } : { problem: 'gave too much' };
}

/** What this thread computes counts, not what passes meanwhile: on a busy machine a good challenge waits for its turn. */
function createRunLimit(): () => boolean {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return user + system > LONGEST_RUN_MICROSECONDS;
  };
}

/** In our words: those of the code are foreign too. */
function problemOf(error: unknown): string {
  const message = dig(error, 'message');
  if (message === 'interrupted') return 'took too long';
  // Without the memory for an error there is none.
  const isFull = error === null || message === 'out of memory' || message === 'stack overflow';
  return isFull ? 'took too much memory' : 'failed';
}
