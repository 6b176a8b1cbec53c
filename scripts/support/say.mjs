/**
 * One line of progress for the person at the terminal. Always on standard error,
 * so that standard output stays free for JSON and for the program's own answers.
 *
 * @param {string} text what happens, without a trailing full stop
 */
export function say(text) {
  process.stderr.write(`plus-cabinet: ${text}\n`);
}
