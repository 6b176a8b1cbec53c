/** Paths of the reports that `test` and `features` read, relative to the repository root. */
export const reports = {
  unit: 'test-results/unit.json',
  proof: 'test-results/proof.json',
  e2e: 'test-results/e2e.json',
  packaged: 'test-results/packaged.json',
};
