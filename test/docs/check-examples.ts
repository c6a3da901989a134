import { parse } from 'yaml';
import { readRouting } from '../../src/config/read-routing.ts';
import { providers } from '../../src/providers/index.ts';
import type { Check, Tree } from '../house/tree.ts';
import { documentsIn } from './documents.ts';
import type { Document } from './read-document.ts';

const EXAMPLE = 'docs/parley.example.yaml';
/** The page that shows the example whole. */
const PAGE_WITH_EXAMPLE = 'docs/models.md';
/** Files of other programs. Tests beside the features check more of them. */
const FOREIGN_FILES = ['compose.yaml', 'prometheus.yml', 'deployment.yaml'];
const names = Object.keys(providers);

/** Every example of a configuration file can be used without a change. */
export const checkExamples: Check = (tree) => [
  ...exampleComplaints(tree),
  ...[...documentsIn(tree)].flatMap(([path, document]) => fenceComplaints(path, document)),
];

function exampleComplaints(tree: Tree): readonly string[] {
  const text = tree.get(EXAMPLE);
  if (text === undefined) return [];

  const page = tree.get(PAGE_WITH_EXAMPLE) ?? '';
  const isShown = page.includes(text.trim());
  return [
    ...routingComplaints(EXAMPLE, text),
    ...(isShown
      ? []
      : [`${PAGE_WITH_EXAMPLE} shows another text than ${EXAMPLE}. Copy the file there.`]),
  ];
}

/** A block of YAML is a parley.yaml unless it names another file. */
function fenceComplaints(path: string, { fences }: Document): readonly string[] {
  return fences
    .filter(({ language }) => language === 'yaml')
    .flatMap(({ title, text }) => {
      if (title === '') return routingComplaints(path, text);
      if (FOREIGN_FILES.includes(title)) return yamlComplaints(path, text);
      return [
        `${path} has a block of YAML for ${title}, which no test checks. Add a check to check-examples.ts.`,
      ];
    });
}

function routingComplaints(path: string, text: string): readonly string[] {
  try {
    return readRouting(path, text, { all: names, ready: names }).warnings;
  } catch (error) {
    return [String(error)];
  }
}

function yamlComplaints(path: string, text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    return [`${path}: ${String(error)}`];
  }
}
