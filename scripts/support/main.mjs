/**
 * Runs a script's work and turns its outcome into the exit status; an error becomes one plain message.
 *
 * @param {() => Promise<number>} work answers the exit status
 */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    const debug = process.env['DEBUG'] !== undefined && error instanceof Error;
    process.stderr.write(`${debug ? error.stack : error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
