import type { FleetReport } from './shake-fleet.ts';
import { quantileOf } from './take-overs.ts';

/** Says what a run has counted, one sentence per line. */
export function describeFleet(report: FleetReport): string[] {
  const { kills, deeds, freezes } = report;
  const times = report.takeOvers.map(({ ms }) => ms);
  const seconds = (share: number) => `${(quantileOf(times, share) / 1000).toFixed(1)} s`;
  return [
    `${kills.worker + kills.gateway} kills (${kills.worker} of workers, ${kills.gateway} of gateways; ${report.brokenAnswers} answers broken off), ` +
      `${report.deploys} deploys, ${report.connectionsCut} connections cut, ${report.restarts} restarts of PostgreSQL`,
    ...freezes.map(
      ({ life, late, underWay, hasEnded }) =>
        `${life} stood still and was woken: ${late} late writes, ${underWay} under way; ${hasEnded ? 'it ended itself' : 'it went on'}`,
    ),
    `people: ${Object.entries(deeds)
      .map(([deed, count]) => `${count} ${deed}`)
      .join(', ')}`,
    `${report.questions} questions in ${report.turns} turns: ${report.answered} answered, ${report.failedVisibly} failed visibly, ${report.stopped} stopped; ` +
      `${report.lost} lost, ${report.doubled} doubled; ${report.strays} strays on Telegram; ${report.pairsInOrder} pairs of answers in order`,
    `take-over of ${times.length} answers: p50 ${seconds(0.5)}, p99 ${seconds(0.99)}, longest ${seconds(1)}`,
    `${report.calls} calls to the networks, ${report.refused.length} refused by a limit${countEach(report.refused)}`,
    `${report.broken.length} promises are broken`,
    ...report.broken.slice(0, 20),
  ];
}

function countEach(texts: readonly string[]): string {
  const groups = Map.groupBy(texts, (text) => text.split(' ').slice(1).join(' '));
  return [...groups].map(([text, all]) => `; ${all.length} × ${text}`).join('');
}
