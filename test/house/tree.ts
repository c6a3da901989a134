import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Every text file of the repository by its path from the root, with `/`. */
export type Tree = ReadonlyMap<string, string>;

/** Gives one complaint for each fault, which says what to do; none when all is well. */
export type Check = (tree: Tree) => readonly string[];

const NOT_OURS = new Set(['node_modules', '.git', 'data', '.env']);
const IS_BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|sqlite[^.]*|log)$/;

export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>();
  for (const path of await listFiles(root)) {
    if (!IS_BINARY.test(path))
      tree.set(relative(root, path).replaceAll('\\', '/'), await readFile(path, 'utf8'));
  }
  return tree;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries
    .filter(({ name }) => !NOT_OURS.has(name))
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path);
      return entry.isFile() ? [path] : [];
    });
  return (await Promise.all(lists)).flat().sort();
}

/** What runs in production, and the playground. */
export const SOURCE_FOLDER = /^(src|playground)\//;

/** The TypeScript source files, without their comments. */
export function sources(tree: Tree): ReadonlyMap<string, string> {
  const found = [...tree].filter(([path]) => SOURCE_FOLDER.test(path) && path.endsWith('.ts'));
  return new Map(found.map(([path, text]) => [path, withoutComments(text)]));
}

const STRING_OR_COMMENT =
  /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\.|[^\\`])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? '' : found));
}
