import type { DocumentText } from '../document-text.ts';
import { writeFence } from '../markdown/write-fence.ts';
import { writePicture } from '../markdown/write-picture.ts';
import { cutMiddle } from '../text/cut-text.ts';
import { gatherBlocks } from '../text/gather-blocks.ts';
import { removeTerminalCodes } from '../text/remove-terminal-codes.ts';

/** A single output must not push the other cells out. */
const MAX_OUTPUT_CHARACTERS = 8_000;

/** A Jupyter notebook, cell by cell. `undefined`: it is none. */
export function readNotebook(json: string, limit: number): DocumentText | undefined {
  const notebook = parseJson(json);
  const cells = listOf(notebook, 'cells') ?? listOf(listOf(notebook, 'worksheets')?.[0], 'cells');
  if (!cells) return undefined;
  const metadata = get(notebook, 'metadata');
  const language =
    textIn(get(metadata, 'language_info'), 'name') ||
    textIn(get(metadata, 'kernelspec'), 'language') ||
    'python';
  return gatherBlocks(
    cells.values().flatMap((cell) => cellBlocks(cell, language)),
    limit,
  );
}

function* cellBlocks(cell: unknown, language: string): Generator<string> {
  const source = textIn(cell, 'source') || textIn(cell, 'input');
  if (textIn(cell, 'cell_type') !== 'code') {
    yield source;
    return;
  }
  if (source.trim()) yield writeFence(source, language);
  for (const output of listOf(cell, 'outputs') ?? []) yield* outputBlocks(output);
}

function* outputBlocks(output: unknown): Generator<string> {
  const data = get(output, 'data') ?? output;
  const traceback = textIn(output, 'traceback', '\n');
  const text = traceback || textIn(data, 'text/plain') || textIn(output, 'text');
  const hasPicture = ['image/png', 'image/jpeg', 'image/svg+xml', 'png', 'jpeg'].some(
    (type) => get(data, type) !== undefined,
  );
  if (text.trim()) {
    const clean = cutMiddle(removeTerminalCodes(text), MAX_OUTPUT_CHARACTERS).text;
    yield `Output:\n\n${writeFence(clean)}`;
  }
  if (hasPicture) yield writePicture('output of the cell');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function get(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function listOf(value: unknown, key: string): readonly unknown[] | undefined {
  const list = get(value, key);
  return Array.isArray(list) ? list : undefined;
}

/** Text, which a notebook may store as a list of its lines. */
function textIn(value: unknown, key: string, separator = ''): string {
  const text = get(value, key);
  if (typeof text === 'string') return text;
  if (!Array.isArray(text)) return '';
  return text.filter((line) => typeof line === 'string').join(separator);
}
