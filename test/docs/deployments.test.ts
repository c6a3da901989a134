import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { listVariables } from '../../src/config/list-variables.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { readWebhookSettings } from '../../src/platforms/telegram/connection/read-webhook-settings.ts';
import { providers } from '../../src/providers/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const known = new Set(listVariables(Object.keys(providers)));

/** As Compose reads it: with the values of an environment in place of their names. */
function composeFile(env: Readonly<Record<string, string>>) {
  const text = read('compose.scale.yaml').replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_all, name: string, sign: string | undefined, word = '') => {
      const value = env[name] ?? (sign === '-' ? word : undefined);
      assert.ok(value !== undefined, `${name} is not set: ${word}`);
      return value;
    },
  );
  return parse(text, { merge: true });
}

const compose = composeFile({ POSTGRES_PASSWORD: '0f3a' });

describe('compose.scale.yaml', () => {
  test('starts two gateways and three workers that can read their variables', () => {
    const counts = { gateway: 2, worker: 3 };
    for (const [role, replicas] of Object.entries(counts)) {
      const { environment, deploy } = compose.services[role];
      assert.equal(deploy.replicas, replicas);
      assert.deepEqual(
        Object.keys(environment).filter((name) => !known.has(name)),
        [],
      );
      const config = readConfig(environment);
      assert.equal(readWebhookSettings(environment), undefined);
      assert.equal(config.role, role);
      assert.equal(config.storeUrl, 'postgres://parley:0f3a@postgres:5432/parley');
      assert.equal(config.metrics?.host, '0.0.0.0');
    }
  });

  test('keeps the rules of compose.yaml for each process', () => {
    const { parley } = parse(read('compose.yaml')).services;
    const rules = ['build', 'image', 'env_file', 'restart', 'stop_grace_period', 'read_only'];
    for (const role of ['gateway', 'worker']) {
      const service = compose.services[role];
      for (const rule of [...rules, 'cap_drop', 'security_opt'])
        assert.deepEqual(service[rule], parley[rule], `${role}: ${rule}`);
      assert.deepEqual(service.healthcheck.test, parley.healthcheck.test);
      assert.equal(service.depends_on.postgres.condition, 'service_healthy');
    }
  });

  test('names only services, volumes and files that are there, and opens no port to others', () => {
    const volumes = Object.values(compose.services).flatMap((each) => Object(each).volumes ?? []);
    const sources = volumes.map((volume) => String(volume).split(':', 1)[0] ?? '');
    for (const source of sources) {
      if (source.startsWith('./')) read(source);
      else assert.ok(source in compose.volumes, source);
    }
    const ports = Object.values(compose.services).flatMap((each) => Object(each).ports ?? []);
    assert.deepEqual(ports, ['127.0.0.1:9090:9090']);
    const prometheus = parse(compose.configs.prometheus.content);
    const [job] = prometheus.scrape_configs;
    // The alert rules are for a job of this name.
    assert.equal(job.job_name, 'parley');
    for (const name of job.dns_sd_configs[0].names) assert.ok(name in compose.services);
    assert.equal(
      String(job.dns_sd_configs[0].port),
      compose.services.worker.environment.METRICS_PORT,
    );
  });

  test('wants a password', () => {
    assert.throws(() => composeFile({}), /POSTGRES_PASSWORD is not set/);
  });
});

describe('the manifests for Kubernetes', () => {
  const folder = 'docs/kubernetes';
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const all = files
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) =>
      parseAllDocuments(read(join(folder, file))).map((document) => {
        assert.deepEqual(document.errors, [], file);
        return document.toJS();
      }),
    );
  const ofKind = (kind: string) => all.filter((each) => each.kind === kind);
  const named = (kind: string, name: string) =>
    ofKind(kind).find(({ metadata }) => metadata.name === name);
  const deployments = ofKind('Deployment').map(({ metadata, spec }) => ({
    name: String(metadata.name),
    spec,
    pod: spec.template.spec,
    container: spec.template.spec.containers[0],
    labels: spec.template.metadata.labels,
  }));

  test('set variables that are read', () => {
    const secret: Record<string, string> = named('Secret', 'parley').stringData;
    for (const { name, container } of deployments) {
      const own: readonly { name: string; value: string }[] = container.env;
      const env = { ...secret, ...Object.fromEntries(own.map((each) => [each.name, each.value])) };
      assert.deepEqual(
        Object.keys(env).filter((variable) => !known.has(variable)),
        [],
      );
      const { role, metrics } = readConfig(env);
      assert.equal(readWebhookSettings(env), undefined);
      assert.equal(name, `parley-${role}`);
      const port = container.ports.find((each: { name: string }) => each.name === 'metrics');
      assert.equal(metrics?.port, port.containerPort);
      assert.ok(env.PARLEY_CONFIG?.startsWith(`${container.volumeMounts[0].mountPath}/`));
    }
    assert.ok('parley.yaml' in named('ConfigMap', 'parley').data);
  });

  test('replace a process only after the next one is ready, and give it the time to hand over', () => {
    assert.equal(deployments.length, 2);
    for (const { spec, pod, container } of deployments) {
      assert.deepEqual(spec.strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
      assert.ok(pod.terminationGracePeriodSeconds > 10);
      assert.equal(container.livenessProbe.httpGet.path, '/live');
      assert.equal(container.readinessProbe.httpGet.path, '/ready');
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
    }
  });

  test('select the pods that they mean, by ports that these have', () => {
    for (const { name, spec, labels } of deployments) {
      assert.deepEqual(spec.selector.matchLabels, labels);
      assert.deepEqual(named('PodDisruptionBudget', name).spec.selector.matchLabels, labels);
    }
    const [ingress] = ofKind('Ingress');
    const { service } = ingress.spec.rules[0].http.paths[0].backend;
    const ports: readonly { name: string }[] = named('Service', service.name).spec.ports;
    assert.ok(ports.some(({ name }) => name === service.port.name));
    for (const { metadata, spec } of ofKind('Service')) {
      const pods = deployments.filter(({ labels }) =>
        Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
      );
      assert.ok(pods.length > 0, metadata.name);
      for (const { container } of pods) {
        const ports = container.ports.map((port: { name: string }) => port.name);
        for (const { targetPort } of spec.ports) assert.ok(ports.includes(targetPort));
      }
    }
  });
});
