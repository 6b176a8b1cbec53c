import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 *
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} file
 * @property {boolean} ok
 * @property {{ status?: string }[]} [tests]
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} [title]
 * @property {string} [file]
 * @property {PlaywrightSpec[]} [specs]
 * @property {PlaywrightSuite[]} [suites]
 *
 * @typedef {{ suites?: PlaywrightSuite[], errors?: unknown[], stats?: { expected?: number, unexpected?: number, flaky?: number } }} PlaywrightReport
 * @typedef {object} UnitFile
 * @property {string} name
 * @property {string} [status]
 * @property {string} [message]
 * @property {{ status?: string, fullName?: string, failureMessages?: string[] }[]} [assertionResults]
 *
 * @typedef {{ numPassedTests?: number, numFailedTests?: number, numFailedTestSuites?: number, numTotalTests?: number, success?: boolean, testResults?: UnitFile[] }} UnitReport
 */

/**
 * @param {string} file
 * @returns {any} the parsed report; undefined when it is missing or truncated
 */
export function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {UnitReport | undefined} report
 * @returns {Count}
 */
export function countUnit(report) {
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
}

/** Longer messages are cut: the rest is a stack or a table of values. */
const MESSAGE_LINES = 12;

/**
 * The failures, one paragraph each, for the beginning of a long log.
 *
 * @param {UnitReport | undefined} report
 * @returns {string[]}
 */
export function unitFailures(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = (file.assertionResults ?? []).filter(({ status }) => status === 'failed');
    if (failed.length === 0) return file.status === 'failed' ? [paragraph(file.name, '', file.message ?? '')] : [];
    return failed.map((test) => paragraph(file.name, test.fullName ?? '', (test.failureMessages ?? []).join('\n')));
  });
}

/**
 * @param {string} file
 * @param {string} title
 * @param {string} message
 */
function paragraph(file, title, message) {
  const lines = message.trim().split('\n').slice(0, MESSAGE_LINES);
  return [`- ${file} › ${title}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/**
 * @param {PlaywrightReport | undefined} report
 * @returns {Count}
 */
export function countPlaywright(report) {
  const stats = report?.stats ?? {};
  return { passed: (stats.expected ?? 0) + (stats.flaky ?? 0), failed: stats.unexpected ?? 0 };
}

/**
 * The counts for the last line of `npm test`. A stage that failed without a failing test (lint, a build, a missing report)
 * counts as one failure, so that the line does not look clean.
 *
 * @param {{ status: number, count: Count }[]} stages
 * @returns {Count}
 */
export function total(stages) {
  return stages.reduce(
    (sum, { status, count }) => ({
      passed: sum.passed + count.passed,
      failed: sum.failed + (status !== 0 && count.failed === 0 ? 1 : count.failed),
    }),
    { passed: 0, failed: 0 },
  );
}

/**
 * The end of the output of `npm test`: each stage with its result and duration, the total duration, and as the last line
 * the test counts alone.
 *
 * @param {{ name: string, status: number, durationMs: number }[]} stages
 * @param {Count} count
 * @returns {string}
 */
export function summaryText(stages, { passed, failed }) {
  /** @param {number} ms */
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  const totalMs = stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return [
    ...stages.map(
      ({ name, status, durationMs }) => `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(durationMs)})`,
    ),
    `total  ${seconds(totalMs)}`,
    `${passed} passed, ${failed} failed`,
    '',
  ].join('\n');
}

/**
 * All tests of a report with their full title.
 *
 * @param {PlaywrightReport | undefined} report
 * @returns {{ title: string, file: string, status: 'passing' | 'failing' | 'skipped' }[]}
 */
export function flattenPlaywright(report) {
  /**
   * @param {PlaywrightSuite} suite
   * @param {string[]} above
   * @returns {ReturnType<typeof flattenPlaywright>}
   */
  const walk = (suite, above) => {
    // The outermost suite is the file itself; its name is no part of the title.
    const path = suite.title && suite.title !== suite.file ? [...above, suite.title] : above;
    const own = (suite.specs ?? []).map((spec) => ({
      title: [...path, spec.title].join(' › '),
      file: spec.file,
      status: specStatus(spec),
    }));
    return [...own, ...(suite.suites ?? []).flatMap((inner) => walk(inner, path))];
  };
  return (report?.suites ?? []).flatMap((suite) => walk(suite, []));
}

/**
 * @param {PlaywrightSpec} spec
 * @returns {'passing' | 'failing' | 'skipped'}
 */
function specStatus(spec) {
  const states = (spec.tests ?? []).map((test) => test.status);
  if (states.length > 0 && states.every((state) => state === 'skipped')) return 'skipped';
  return spec.ok ? 'passing' : 'failing';
}
