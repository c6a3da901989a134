/** One name that a source file defines and exports. */
interface Export {
  readonly name: string;
  /** An interface or a type, which is gone when the program runs. */
  readonly isType: boolean;
}

const EXPORT =
  /^export\s+(?:async\s+)?(?:abstract\s+)?(function\s*\*?|class|const|let|interface|type)\s+(\w+)/gm;

/** Reads the exports that a file defines. A re-export defines nothing. */
export function readExports(code: string): readonly Export[] {
  return [...code.matchAll(EXPORT)].map(([, kind, name = '']) => ({
    name,
    isType: kind === 'interface' || kind === 'type',
  }));
}
