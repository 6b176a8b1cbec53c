/**
 * Runs a script's main function and sets the exit status; prints an error as one plain message.
 *
 * @param {() => Promise<number>} work returns the exit status
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
