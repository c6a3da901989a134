import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The texts of all files of the repository, by their paths from the root, with `/`. */
export type Tree = ReadonlyMap<string, string>;

/** Gives one complaint for each fault. A complaint says what to do. */
export type Check = (tree: Tree) => readonly string[];

/** Names that do not belong to the repository. */
const NOT_OURS = new Set(['node_modules', '.git', 'data', '.env']);
const IS_BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|sqlite[^.]*|log)$/;

/** Reads all text files below `root`. */
export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>();
  const paths = await listFiles(root);
  for (const path of paths.filter((each) => !IS_BINARY.test(each))) {
    const pathFromRoot = relative(root, path).replaceAll('\\', '/');
    tree.set(pathFromRoot, await readFile(path, 'utf8'));
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

/** The folders of the program and of the playground. */
export const SOURCE_FOLDER = /^(src|playground)\//;

/** Gives the TypeScript source files without their comments. */
export function sources(tree: Tree): ReadonlyMap<string, string> {
  const files = [...tree].filter(([path]) => SOURCE_FOLDER.test(path) && path.endsWith('.ts'));
  return new Map(files.map(([path, text]) => [path, removeComments(text)]));
}

const STRING_OR_COMMENT =
  /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\.|[^\\`])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function removeComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (match) => (match.startsWith('/') ? '' : match));
}
