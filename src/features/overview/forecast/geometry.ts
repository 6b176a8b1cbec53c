import type { ForecastPoint } from '#protocol/api/overview.ts';

/** Width of the drawing in its own units; it is stretched to the card, strokes and text are not. */
export const drawingWidth = 1000;

/** How far from the edge a payment rises, so that its line is seen as one; share of the width. */
const riseAt = 0.008;

/** A piece of a line over which reception stays the same. */
interface Stroke {
  readonly reception: 'on' | 'off';
  /** SVG path. */
  readonly path: string;
}

/** A place in the drawing: x as a share of the width (0–1), y in pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A line with its pieces; `end` is where reception first stops, null when it does not within the scale. */
interface DrawnLine {
  readonly strokes: readonly Stroke[];
  readonly spots: readonly Spot[];
  readonly end: Spot | null;
}

/** All that the chart draws, in units of a `drawingWidth` × `height` box. */
export interface ForecastDrawing {
  readonly zeroY: number;
  readonly now: DrawnLine;
  /** The area between the line as it is and zero, while reception is on; while it is off from the start, what is owed. */
  readonly fill: string;
  readonly change: DrawnLine | null;
  /** From the line as it is up to the changed one, when the change brings reception back at once. */
  readonly rise: string | null;
}

export interface DrawingBox {
  readonly height: number;
  readonly topPad: number;
  readonly bottomPad: number;
  /** Days from the left edge to the right one; the same for all previews, so that slopes can be compared. */
  readonly spanDays: number;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function pathOf(spots: readonly Spot[]): string {
  return spots.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${number(x * drawingWidth)} ${number(y)}`).join('');
}

/** Kopecks → pixels; the whole of all lines and zero fit between the pads. */
export function valueScale(points: readonly ForecastPoint[], box: DrawingBox): (kopecks: number) => number {
  const balances = points.map((p) => p.balanceKopecks);
  const low = Math.min(0, ...balances);
  const high = Math.max(low + 100, 0, ...balances);
  const inner = box.height - box.topPad - box.bottomPad;
  return (kopecks) => box.topPad + ((high - kopecks) / (high - low)) * inner;
}

/** Points that lie within the scale, the first being today. */
export function withinSpan(points: readonly ForecastPoint[], spanDays: number): readonly ForecastPoint[] {
  return points.slice(0, spanDays + 1);
}

/**
 * Where reception stops: at the end of its last day. When it stops for want of money that place is on zero,
 * whatever the charge that could not be paid leaves below it.
 */
function endOf(points: readonly ForecastPoint[], spots: readonly Spot[], zeroY: number): [number, Spot | null] {
  const stop = points.findIndex((p, i) => p.reception === 'off' && points[i - 1]?.reception === 'on');
  const spot = spots[stop];
  if (spot === undefined) return [stop, null];
  const crosses = (points[stop]?.balanceKopecks ?? 0) < 0 && (points[stop - 1]?.balanceKopecks ?? 0) >= 0;
  return [stop, crosses ? { x: spot.x, y: zeroY } : spot];
}

/** @param startAt where the drawn line begins, share of the width; less than a day */
function drawLine(
  points: readonly ForecastPoint[],
  box: DrawingBox,
  y: (kopecks: number) => number,
  startAt = 0,
): DrawnLine {
  const spots = points.map((p, i) => ({ x: i / box.spanDays, y: y(p.balanceKopecks) }));
  const start = startAt === 0 ? null : heightAt(spots, startAt);
  const [stop, end] = endOf(points, spots, y(0));
  const strokes: Stroke[] = [];
  let from = 0;
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (next !== undefined && next.reception === point.reception) return;
    // The day's charge stands at the day's start: a piece reaches to the first point of the next piece.
    const toEnd = end !== null && i + 1 === stop;
    const piece = toEnd ? [...spots.slice(from, i + 1), end] : spots.slice(from, i + 2);
    if (end !== null && from === stop) piece.unshift(end);
    if (from === 0 && start !== null) piece.splice(0, 1, { x: startAt, y: start });
    if (piece.length > 1) strokes.push({ reception: point.reception, path: pathOf(piece) });
    from = i + 1;
  });
  return { strokes, spots, end };
}

/** The area to fill: what is owed when it begins below zero without reception, else the first days with reception. */
function fillOf(points: readonly ForecastPoint[], line: DrawnLine, zeroY: number): string {
  const owed = points[0]?.reception === 'off' && points[0].balanceKopecks < 0;
  const kind = owed ? 'off' : 'on';
  const from = points.findIndex((p) => p.reception === kind);
  if (from < 0) return '';
  const length = points.slice(from).findIndex((p) => p.reception !== kind);
  const to = length < 0 ? points.length : from + length;
  const edge = length < 0 ? undefined : owed ? line.spots[to] : line.end;
  const spots = edge ? [...line.spots.slice(from, to), edge] : line.spots.slice(from, to);
  const start = spots[0];
  const last = spots.at(-1);
  if (last === undefined || start === undefined || spots.length < 2) return '';
  return `${pathOf(spots)}L${number(last.x * drawingWidth)} ${number(zeroY)}L${number(start.x * drawingWidth)} ${number(zeroY)}z`;
}

/**
 * The drawing of a forecast: the line as it is and, when given, the line with a change. Both are points by day
 * from today, each the balance after that day's charge.
 */
export function drawForecast(
  now: readonly ForecastPoint[],
  change: readonly ForecastPoint[] | null,
  box: DrawingBox,
): ForecastDrawing {
  const nowPoints = withinSpan(now, box.spanDays);
  const changePoints = change === null ? null : withinSpan(change, box.spanDays);
  const y = valueScale([...nowPoints, ...(changePoints ?? [])], box);
  const zeroY = y(0);
  const nowLine = drawLine(nowPoints, box, y);
  const back = nowPoints[0]?.reception === 'off' && changePoints?.[0]?.reception === 'on';
  const changeLine = changePoints === null ? null : drawLine(changePoints, box, y, back ? riseAt : 0);
  return {
    zeroY,
    now: nowLine,
    fill: fillOf(nowPoints, nowLine, zeroY),
    change: changeLine,
    rise: back && changeLine !== null ? riseOf(nowLine, changeLine) : null,
  };
}

function riseOf(now: DrawnLine, change: DrawnLine): string | null {
  const from = heightAt(now.spots, riseAt);
  const to = heightAt(change.spots, riseAt);
  if (from === null || to === null) return null;
  return pathOf([
    { x: riseAt, y: from },
    { x: riseAt, y: to },
  ]);
}

/** The height of a line at a share of the width, between its points; null beside them. */
export function heightAt(spots: readonly Spot[], x: number): number | null {
  for (let i = 1; i < spots.length; i += 1) {
    const a = spots[i - 1];
    const b = spots[i];
    if (a === undefined || b === undefined || x < a.x || x > b.x) continue;
    const share = b.x === a.x ? 0 : (x - a.x) / (b.x - a.x);
    return a.y + (b.y - a.y) * share;
  }
  return null;
}

/** The day (as an index from today) nearest to a share of the width, never beside the points. */
export function dayAt(share: number, spanDays: number, points: number): number {
  const last = Math.min(points - 1, spanDays);
  return Math.max(0, Math.min(last, Math.round(share * spanDays)));
}
