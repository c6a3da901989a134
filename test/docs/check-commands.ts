import type { Check, Tree } from '../house/tree.ts';
import { documentsIn } from './documents.ts';

const NPM_RUN = /\bnpm run (?:--silent )?([a-z][\w:-]*)(?: -- ([a-z][\w-]*))?/g;
/** Commands of npm that run a script under their own name. */
const NPM_SCRIPT = /\bnpm (test|start)\b/g;
const NODE_FILE = /\bnode (?:-{1,2}\S+ )*([\w./-]+\.(?:ts|js|mjs))(?: ([a-z]+)\b)?/g;
/** The image runs `src/main.ts`, so what follows is an action. */
const COMPOSE_RUN = /\bdocker compose run (?:-\S+ )*parley ([a-z]+)\b/g;

/** Folders whose files are the arguments of a script. */
const ARGUMENTS: Readonly<Record<string, string>> = { proof: 'test/proofs/', bench: 'bench/' };

/** Every command in the documents can be run: its script is in package.json, its file in the repository. */
export const checkCommands: Check = (tree) => {
  const scripts = scriptsIn(tree);
  return [...documentsIn(tree)].flatMap(([path, { spans, fences }]) => {
    const code = [...spans, ...fences.map(({ text }) => text)].join('\n');
    return [
      ...scriptsNamed(code)
        .filter((script) => !scripts.has(script))
        .map((script) => `${path} names npm run ${script}: package.json has no such script.`),
      ...[...code.matchAll(NPM_RUN)].flatMap(([, script = '', argument]) => {
        const folder = ARGUMENTS[script];
        if (folder === undefined || argument === undefined || tree.has(`${folder}${argument}.ts`))
          return [];
        return [
          `${path} names npm run ${script} -- ${argument}: there is no ${folder}${argument}.ts.`,
        ];
      }),
      ...[...code.matchAll(NODE_FILE)].flatMap(([, file = '']) =>
        tree.has(file) ? [] : [`${path} names node ${file}: there is no such file.`],
      ),
      ...actionsNamed(code)
        .filter((action) => !scripts.has(action))
        .map((action) => `${path} names the action ${action}: package.json has no script for it.`),
    ];
  });
};

function scriptsNamed(code: string): readonly string[] {
  return [...code.matchAll(NPM_RUN), ...code.matchAll(NPM_SCRIPT)].flatMap(
    ([, script]) => script ?? [],
  );
}

/** Each action of `src/main.ts` has a script of its name. */
function actionsNamed(code: string): readonly string[] {
  const ofMain = [...code.matchAll(NODE_FILE)].filter(([, file]) => file === 'src/main.ts');
  return [
    ...ofMain.flatMap(([, , action]) => action ?? []),
    ...[...code.matchAll(COMPOSE_RUN)].flatMap(([, action]) => action ?? []),
  ];
}

function scriptsIn(tree: Tree): ReadonlySet<string> {
  const { scripts = {} } = JSON.parse(tree.get('package.json') ?? '{}') as {
    scripts?: Record<string, string>;
  };
  return new Set(Object.keys(scripts));
}
