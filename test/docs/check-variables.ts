import type { Check, Tree } from '../house/tree.ts';
import { documentsIn } from './documents.ts';
import type { Document } from './read-document.ts';

const MANUAL = '.env.example';
/** `ADMINS` or `REASONING=folded` as a whole code span. */
const WHOLE_SPAN = /^([A-Z][A-Z0-9_]{2,})(?:=.*)?$/;
/** A line of an environment file, or a variable before a command. */
const ASSIGNMENT = /(?:^|\s)([A-Z][A-Z0-9_]{2,})=/gm;
const WITH_UNDERSCORE = /(?<![\w./-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w./-])/g;
/** Variables that other programs read, and the placeholder for the name of a service. */
const NOT_OURS = new Set(['OLLAMA_HOST', 'PATH', 'NAME', 'POSTGRES_PASSWORD']);
/** Signals look like variables. */
const IS_SIGNAL = /^SIG[A-Z]+$/;

const EXPLAINED = /^([A-Z][A-Z0-9_]*)=/gm;
/** `# NAME_PROXY: …` explains an ending that every service has. */
const EXPLAINED_ENDING = /^# NAME(_[A-Z_]+): \S/gm;
const NAME_OF_SERVICE = /^(.+?)_(?:API_KEY|BASE_URL)$/;
/** Variables of the tests, the benches and the build, which `.env.example` does not explain. */
const READ_BY_TOOLS = /\bprocess\.env\.([A-Z][A-Z0-9_]+)/g;
const BUILD_ARGUMENT = /^ARG ([A-Z][A-Z0-9_]+)/gm;

/**
 * Something reads every variable in the documents. The variables of the program are those in `.env.example`: another test
 * compares that file with the code.
 */
export const checkVariables: Check = (tree) => {
  const isRead = readVariables(tree);
  return [...documentsIn(tree)].flatMap(([path, document]) =>
    [...new Set(variablesIn(document))]
      .filter((name) => !isRead(name))
      .map((name) => `${path} names ${name}, which nothing reads.`),
  );
};

function variablesIn({ spans, fences }: Document): readonly string[] {
  const code = [...spans, ...fences.map(({ text }) => text)].join('\n');
  const names = [
    ...spans.flatMap((span) => WHOLE_SPAN.exec(span)?.[1] ?? []),
    ...namesIn(code, ASSIGNMENT),
    ...namesIn(code, WITH_UNDERSCORE),
  ];
  return names.filter((name) => !IS_SIGNAL.test(name) && !NOT_OURS.has(name));
}

function readVariables(tree: Tree): (name: string) => boolean {
  const manual = tree.get(MANUAL) ?? '';
  const explained = namesIn(manual, EXPLAINED);
  const endings = namesIn(manual, EXPLAINED_ENDING);
  const services = [...explained.flatMap((name) => NAME_OF_SERVICE.exec(name)?.[1] ?? []), 'NAME'];
  const tools = [...tree]
    .filter(([path]) => /^(test|bench)\/.*\.ts$/.test(path))
    .flatMap(([, code]) => namesIn(code, READ_BY_TOOLS));

  const known = new Set([
    ...explained,
    ...services.flatMap((service) => endings.map((ending) => service + ending)),
    ...tools,
    ...namesIn(tree.get('Dockerfile') ?? '', BUILD_ARGUMENT),
  ]);
  return (name) => known.has(name);
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}
