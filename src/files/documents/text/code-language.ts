/** The endings of file names of each language, whose name is as fences have it. */
const ENDINGS: Readonly<Record<string, string>> = {
  ada: 'adb ads',
  asm: 'asm s nasm',
  bash: 'sh bash zsh ksh command',
  batch: 'bat cmd',
  c: 'c h',
  clojure: 'clj cljs cljc edn',
  cmake: 'cmake',
  cobol: 'cbl cob',
  coffeescript: 'coffee',
  cpp: 'cpp cc cxx hpp hh hxx ino tpp',
  csharp: 'cs csx',
  css: 'css',
  cuda: 'cu cuh',
  d: 'd',
  dart: 'dart',
  diff: 'diff patch rej',
  dockerfile: 'dockerfile',
  elixir: 'ex exs',
  elm: 'elm',
  erlang: 'erl hrl',
  fish: 'fish',
  fortran: 'f f77 f90 f95 f03',
  fsharp: 'fs fsx fsi',
  gdscript: 'gd',
  glsl: 'glsl vert frag',
  go: 'go',
  gradle: 'gradle',
  graphql: 'graphql gql',
  groovy: 'groovy',
  haskell: 'hs lhs',
  hcl: 'hcl tf tfvars nomad',
  hlsl: 'hlsl',
  html: 'html htm xhtml',
  ini: 'ini cfg conf cnf properties desktop service timer socket inf reg editorconfig',
  java: 'java',
  javascript: 'js mjs cjs jsx',
  json: 'json jsonc json5 jsonl ndjson geojson webmanifest har map topojson',
  julia: 'jl',
  kotlin: 'kt kts',
  latex: 'tex sty cls bib ltx',
  less: 'less',
  lisp: 'lisp lsp el cl',
  lua: 'lua',
  makefile: 'mk mak',
  matlab: 'matlab mlx',
  nginx: 'nginxconf',
  nim: 'nim',
  nix: 'nix',
  objectivec: 'm mm',
  ocaml: 'ml mli',
  pascal: 'pas pp dpr lpr',
  perl: 'pl pm',
  php: 'php phtml php3',
  powershell: 'ps1 psm1 psd1',
  prolog: 'pro prolog',
  protobuf: 'proto',
  python: 'py pyw pyi pyx',
  r: 'r rmd',
  racket: 'rkt',
  ruby: 'rb rake gemspec erb',
  rust: 'rs',
  sass: 'sass',
  scala: 'scala sc sbt',
  scheme: 'scm ss',
  scss: 'scss',
  solidity: 'sol',
  sql: 'sql ddl psql',
  svelte: 'svelte',
  swift: 'swift',
  tcl: 'tcl',
  toml: 'toml',
  tsx: 'tsx',
  typescript: 'ts mts cts',
  vb: 'vb vbs bas',
  verilog: 'v sv svh',
  vhdl: 'vhd vhdl',
  vim: 'vim',
  vue: 'vue',
  wasm: 'wat',
  xml: 'xml xsd xsl xslt rss atom plist svg xaml csproj vcxproj props targets kml gpx resx wsdl dtd fodt fods fodp',
  yaml: 'yaml yml',
  zig: 'zig',
};

/** Files whose whole name says what they are. */
const NAMES: Readonly<Record<string, string>> = {
  '.bash_profile': 'bash',
  '.bashrc': 'bash',
  '.babelrc': 'json',
  '.editorconfig': 'ini',
  '.env': 'ini',
  '.eslintrc': 'json',
  '.gitconfig': 'ini',
  '.gitmodules': 'ini',
  '.npmrc': 'ini',
  '.prettierrc': 'json',
  '.profile': 'bash',
  '.vimrc': 'vim',
  '.zshrc': 'bash',
  brewfile: 'ruby',
  'cmakelists.txt': 'cmake',
  containerfile: 'dockerfile',
  dockerfile: 'dockerfile',
  gemfile: 'ruby',
  gnumakefile: 'makefile',
  'go.mod': 'go',
  jenkinsfile: 'groovy',
  justfile: 'makefile',
  makefile: 'makefile',
  'nginx.conf': 'nginx',
  pipfile: 'toml',
  podfile: 'ruby',
  procfile: 'yaml',
  rakefile: 'ruby',
  vagrantfile: 'ruby',
};

const LANGUAGE_OF_ENDING: ReadonlyMap<string, string> = new Map(
  Object.entries(ENDINGS).flatMap(([language, endings]) =>
    endings.split(' ').map((ending) => [ending, language] as const),
  ),
);

/** The programs that a script's first line names. */
const SHEBANGS: readonly (readonly [program: RegExp, language: string])[] = [
  [/\bpython/, 'python'],
  [/\b(ba|z|k|da)?sh\b/, 'bash'],
  [/\b(node|deno|bun)\b/, 'javascript'],
  [/\bperl/, 'perl'],
  [/\bruby/, 'ruby'],
  [/\bphp/, 'php'],
  [/\blua/, 'lua'],
  [/\bRscript/, 'r'],
];

/**
 * The language of code, as fences name it, by the name of its file or by its first line.
 * `undefined`: words, or a language that is not listed.
 */
export function codeLanguage(name: string, text: string): string | undefined {
  const fileName = baseName(name).toLowerCase();
  const named = NAMES[fileName];
  if (named && Object.hasOwn(NAMES, fileName)) return named;
  // Parts that come after a known name say which variant it is: `Dockerfile.dev`, `.env.example`.
  const variant = /^(dockerfile|containerfile|makefile|\.env)\./.exec(fileName)?.[1];
  if (variant) return NAMES[variant];
  return LANGUAGE_OF_ENDING.get(extensionOf(fileName)) ?? languageOfShebang(text);
}

function languageOfShebang(text: string): string | undefined {
  if (!text.startsWith('#!')) return undefined;
  const line = text.slice(0, 200).split('\n', 1)[0] ?? '';
  return SHEBANGS.find(([program]) => program.test(line))?.[1];
}

/** The last part of a path of any system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

/** The ending of a file's name, in lower case and without the dot. */
export function extensionOf(name: string): string {
  return /[^/\\]\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
