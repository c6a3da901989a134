import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import { nearestWord } from '../lib/nearest-word.ts';
import { type Complaint, checkNames, type KnownProviders } from './check-names.ts';
import { locate } from './locate.ts';
import { keysAt, routingSchema } from './routing-schema.ts';

export interface ReadRouting {
  readonly routing: Routing;
  /** What is no error, and may not be what was meant; each with its place. */
  readonly warnings: readonly string[];
}

/** Of a file that is no parley.yaml at all. */
const MOST_COMPLAINTS = 20;

/** Secrets in a file that people show each other are soon no secrets. */
const SECRET = /key|token|secret|password/i;

/** Reads a parley.yaml. Throws a `ConfigError` with a line for all that is wrong: `file:line path: what is wrong. What to do.` */
export function readRouting(file: string, text: string, providers: KnownProviders): ReadRouting {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  /** In the order of the file. */
  const tell = (complaints: readonly Complaint[]) =>
    complaints
      .map(({ path, message }) => ({ ...locate(document.contents, path), message }))
      .sort((a, b) => a.offset - b.offset)
      .map(
        ({ offset, path, message }) =>
          `${file}:${lines.linePos(offset).line} ${withoutKeys(`${path}: ${message}`)}`,
      );
  const fail = (complaints: readonly string[]) => {
    const more = complaints.length - MOST_COMPLAINTS;
    const told = complaints.slice(0, MOST_COMPLAINTS);
    return new ConfigError(
      [...told, ...(more > 0 ? [`${file}: and ${more} more.`] : [])].join('\n'),
    );
  };

  if (document.errors.length > 0) {
    const cure = 'Look at the colons, quotes and indents there.';
    throw fail(
      document.errors.map(
        ({ pos, code }) => `${file}:${lines.linePos(pos[0]).line} ${yamlFault(code)} ${cure}`,
      ),
    );
  }
  const result = routingSchema.safeParse(toPlain(document, file));
  if (!result.success) throw fail(tell(result.error.issues.flatMap(complaintsOf)));
  const { default: defaultModel, aliases = {}, fallbacks = {}, models = {} } = result.data;
  const routing: Routing = {
    ...(defaultModel !== undefined && { defaultModel }),
    aliases: new Map(Object.entries(aliases)),
    fallbacks,
    models: new Map(Object.entries(models)),
  };
  const { errors, warnings } = checkNames(routing, providers);
  if (errors.length > 0) throw fail(tell(errors));
  return { routing, warnings: tell(warnings) };
}

/** A part of which only the heading stands there says nothing. */
function toPlain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ reviver: (_key, value) => value ?? undefined }) ?? {};
  } catch (cause) {
    // Anchors that are not there, or that unfold without end.
    throw new ConfigError(
      `${file}: its anchors (&) and aliases (*) do not fit together. Write out what they stand for.`,
      {
        cause,
      },
    );
  }
}

/** In words without those of the file: it might hold what does not belong there. */
function yamlFault(code: string): string {
  return `cannot be read as YAML (${code.toLowerCase().replaceAll('_', ' ')}).`;
}

/** People paste keys where names belong. No model has so many letters and digits in a row. */
function withoutKeys(text: string): string {
  const isLikeKey = (run: string) => run.length >= 12 && /\d/.test(run) && /[a-z]/i.test(run);
  return text.replace(/[\w+=-]{12,}/g, (word) =>
    word.split(/[^a-z0-9]/i).some(isLikeKey) ? '[looks like a key]' : word,
  );
}

function complaintsOf({ message, path, ...issue }: z.core.$ZodIssue): readonly Complaint[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ path, message: `${message.replace(/\.$/, '')}.` }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: unknownKey(key, keysAt(path)),
  }));
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearestWord(key, known);
  if (meant) return `is not known here. Did you mean ${meant}?`;
  if (SECRET.test(key)) return 'is not known here. Keys and tokens belong into .env.';
  return `is not known here. What can stand here: ${known.join(', ')}.`;
}
