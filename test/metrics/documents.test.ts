import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/read-config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { answerProbe } from '../../src/metrics/answer-probes.ts';
import { metricNames } from '../../src/metrics/metric-names.ts';
import { renderEveryMetric } from './every-metric.ts';
import type { Sample } from './read-metrics.ts';
import { type Matcher, readPromQl } from './read-promql.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
const alerts: { groups: { rules: Rule[] }[] } = parse(read('alerts.yaml'));
const rules = alerts.groups.flatMap((group) => group.rules);
const dashboard: Dashboard = JSON.parse(read('grafana-dashboard.json'));

/** Prometheus adds these to each sample, and `up` for each target. */
const SCRAPED = ['job', 'instance'];
const UP: Sample = { name: 'up', labels: {}, value: 1 };

let samples: readonly Sample[] = [];
let types: ReadonlyMap<string, string> = new Map();
before(async () => {
  const rendered = await renderEveryMetric();
  samples = [...rendered.samples, UP];
  types = rendered.types;
});

/** Complains about each metric, label and value of an expression that does not exist. */
function complaintsAbout(expression: string): string[] {
  const { metrics, grouping } = readPromQl(expression);
  return metrics.flatMap(({ metric, matchers }) => {
    const found = samples.filter(({ name }) => name === metric);
    if (found.length === 0) return [`there is no ${metric}`];

    const labels = new Set([...SCRAPED, ...found.flatMap((sample) => Object.keys(sample.labels))]);
    const used = [...grouping, ...matchers.map(({ label }) => label)];
    return [
      ...used
        .filter((label) => !labels.has(label))
        .map((label) => `${metric} has no label ${label}`),
      ...matchers
        .flatMap((matcher) => unknownValues(found, matcher))
        .map((value) => `${metric} has no ${value}`),
    ];
  });
}

/** The values of a matcher that no sample has. Those of the labels that Prometheus adds can be anything. */
function unknownValues(found: readonly Sample[], { label, operator, value }: Matcher): string[] {
  if (SCRAPED.includes(label)) return [];
  const wanted = operator.endsWith('~') ? value.split('|') : [value];
  return wanted
    .filter((each) => !found.some(({ labels }) => labels[label] === each))
    .map((each) => `${label}="${each}"`);
}

describe('the reader of PromQL', () => {
  test('finds metrics, labels and groups', () => {
    assert.deepEqual(readPromQl('sum by (le, a) (rate(x_bucket{b=~"c|d",e!="f"}[5m])) / y > 0.5'), {
      metrics: [
        {
          metric: 'x_bucket',
          matchers: [
            { label: 'b', operator: '=~', value: 'c|d' },
            { label: 'e', operator: '!=', value: 'f' },
          ],
        },
        { metric: 'y', matchers: [] },
      ],
      grouping: ['le', 'a'],
    });
  });

  for (const wrong of [
    'sum(x',
    'x)',
    'x{a}',
    'x{a="b"',
    'rat(x[5m])',
    'x[5x]',
    'x[5m] ; y',
    '1 > 0',
    'sum by (a)',
    '[5m]',
  ])
    test(`refuses ${wrong}`, () => void assert.throws(() => readPromQl(wrong)));

  test('complains about a name, a label and a value that do not exist', () => {
    assert.deepEqual(complaintsAbout('parley_answer_total'), ['there is no parley_answer_total']);
    assert.deepEqual(complaintsAbout('sum by (person) (parley_answers_total)'), [
      'parley_answers_total has no label person',
    ]);
    assert.deepEqual(complaintsAbout('parley_answers_total{outcome=~"done|faild"}'), [
      'parley_answers_total has no outcome="faild"',
    ]);
  });
});

describe('docs/alerts.yaml', () => {
  test('has rules that Prometheus takes', () => {
    assert.ok(rules.length >= 8);
    assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
    for (const { alert, labels, annotations, for: lasts = '1m', ...rest } of rules) {
      assert.deepEqual(Object.keys(rest), ['expr'], alert);
      assert.match(alert, /^Parley[A-Z]\w+$/);
      assert.match(lasts, /^\d+[smh]$/, alert);
      assert.match(labels.severity ?? '', /^(warning|critical)$/, alert);
      assert.deepEqual(Object.keys(annotations), ['summary', 'description'], alert);
    }
  });

  test('names only metrics, labels and values that exist', () => {
    for (const { alert, expr } of rules) assert.deepEqual(complaintsAbout(expr), [], alert);
  });

  test('shows only labels that remain in its expression', () => {
    for (const { alert, expr, annotations } of rules) {
      const { grouping, metrics } = readPromQl(expr);
      const ofMetrics = metrics.flatMap(({ metric }) =>
        samples.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)),
      );
      const remaining = grouping.length > 0 ? grouping : [...SCRAPED, ...ofMetrics];
      for (const text of Object.values(annotations)) {
        for (const [, template = ''] of text.matchAll(/\{\{(.*?)\}\}/g)) {
          const [, label, isValue] =
            /^ (?:\$labels\.(\w+)|(\$value)(?: \| humanize\w*)?) $/.exec(template) ?? [];
          const isKnown = isValue !== undefined || remaining.includes(label ?? '');
          assert.ok(isKnown, `${alert}: ${template}`);
        }
      }
    }
  });
});

describe('docs/grafana-dashboard.json', () => {
  test('names only metrics, labels and values that exist', () => {
    for (const { title, targets } of dashboard.panels) {
      assert.ok(targets.length > 0, title);
      for (const { expr } of targets)
        assert.deepEqual(complaintsAbout(expr), [], `${title}: ${expr}`);
    }
  });

  test('uses only variables that it has, and shows only labels that remain', () => {
    const names = ['__rate_interval', ...dashboard.templating.list.map(({ name }) => name)];
    for (const { title, targets } of dashboard.panels) {
      for (const { expr, legendFormat } of targets) {
        for (const [, name = ''] of expr.matchAll(/\$(\w+)/g))
          assert.ok(names.includes(name), `${title}: ${name}`);
        const { grouping } = readPromQl(expr);
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
          assert.ok(grouping.includes(label), `${title}: ${label}`);
      }
    }
    for (const [, metric = ''] of JSON.stringify(dashboard.templating).matchAll(
      /label_values\((\w+)/g,
    ))
      assert.ok(
        samples.some(({ name }) => name === metric),
        metric,
      );
  });

  test('has panels with a title, a description and a place of their own', () => {
    const cells = new Set<string>();
    const ids = new Set(dashboard.panels.map(({ id }) => id));
    assert.equal(ids.size, dashboard.panels.length);
    for (const { title, description, gridPos } of dashboard.panels) {
      assert.ok(title && description);
      const { x, y, w, h } = gridPos;
      assert.ok(x + w <= 24, title);
      for (let column = x; column < x + w; column++)
        for (let row = y; row < y + h; row++) {
          assert.ok(!cells.has(`${column},${row}`), title);
          cells.add(`${column},${row}`);
        }
    }
  });
});

describe('docs/metrics.md', () => {
  const manual = read('metrics.md');

  test('explains every metric that exists, and no other', () => {
    for (const name of types.keys()) assert.ok(manual.includes(`\`${name}\``), name);
    for (const [name] of manual.matchAll(/\b(?:parley|gen_ai_client)_\w+/g))
      assert.ok(types.has(name.replace(/_(bucket|sum|count)$/, '')) || types.has(name), name);
  });

  test('names the labels of each metric of Parley', () => {
    for (const { name, labelNames } of Object.values(metricNames)) {
      const line: string | undefined = manual
        .split('\n')
        .find((each) => each.startsWith(`| \`${name}\` |`));
      assert.ok(line, name);
      for (const label of labelNames) {
        const isOfModels: boolean = label.startsWith('gen_ai_') && line.includes("the model's");
        assert.ok(isOfModels || line.includes(`\`${label}\``), `${name}: ${label}`);
      }
    }
  });

  test('shows a configuration of Prometheus that reads the alert rules and finds Parley', () => {
    const [, text = ''] = /```yaml prometheus\.yml\n(.*?)```/s.exec(manual) ?? [];
    const config = parse(text);
    assert.deepEqual(config.rule_files, ['alerts.yaml']);
    const [{ job_name, static_configs }] = config.scrape_configs;
    assert.ok(rules.some(({ expr }) => expr.includes(`up{job="${job_name}"}`)));
    const [, port] = /^METRICS_PORT=(\d+)$/m.exec(manual) ?? [];
    assert.deepEqual(static_configs, [{ targets: [`127.0.0.1:${port}`] }]);
  });

  test('shows probes of Kubernetes for paths that exist', async () => {
    const [, text = ''] = /```yaml deployment\.yaml\n(.*?)```/s.exec(manual) ?? [];
    const [container] = parse(text).spec.template.spec.containers;
    const sources = {
      render: async () => ({ contentType: '', text: '' }),
      readReadiness: () => ({ ready: true, missing: [], networks: {} }),
      confirmLease: async () => {},
      clock: systemClock,
    };
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path, port } = container[probe].httpGet;
      assert.equal((await answerProbe(sources, path, undefined))?.status, 200, probe);
      assert.equal(port, container.ports[0].name);
    }
    const env = Object.fromEntries(
      container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    const { metrics } = readConfig(env);
    assert.deepEqual(metrics, { host: '0.0.0.0', port: container.ports[0].containerPort });
  });

  test('names every alert', () => {
    for (const { alert } of rules) assert.ok(manual.includes(`\`${alert}\``), alert);
  });
});
