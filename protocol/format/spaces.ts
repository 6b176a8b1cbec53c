/** Grouping spaces of a figure as no-break spaces of one kind, so that no figure is ever split over two lines. */
export function noBreak(text: string): string {
  return text.replaceAll(/[\u0020\u2009\u202f]/g, '\u00a0');
}
