/**
 * Prints one line of progress for the user. Always on standard error,
 * so that standard output is free for JSON and for the program's own output.
 *
 * @param {string} text the message, without a trailing full stop
 */
export function say(text) {
  process.stderr.write(`plus-cabinet: ${text}\n`);
}
