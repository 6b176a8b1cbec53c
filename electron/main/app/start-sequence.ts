/** The phases of the start in the order they are expected. */
export const startPhases = [
  'main-loaded',
  'electron-ready',
  'window-created',
  'page-requested',
  'page-served',
  'program-loaded',
  'page-loaded',
  'window-shown',
  'sign-in-usable',
  'overview-usable',
] as const;
export type StartPhase = (typeof startPhases)[number];

/** What `--startup-report` writes: epoch ms of the process' birth and of each phase passed so far. */
export interface StartReport {
  readonly processStarted: number;
  readonly phases: Partial<Record<StartPhase, number>>;
}

/** Notes when each phase of the start was passed first. */
export interface StartSequence {
  mark(phase: StartPhase): void;
  report(): StartReport;
}

/** @param processStarted epoch ms; @param now epoch ms with fractions */
export function createStartSequence(processStarted: number, now: () => number): StartSequence {
  const phases: Partial<Record<StartPhase, number>> = {};
  return {
    mark(phase): void {
      phases[phase] ??= now();
    },
    report(): StartReport {
      return { processStarted, phases: { ...phases } };
    },
  };
}
