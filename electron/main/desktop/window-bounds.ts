import type { WindowPlace } from '../storage/boot-file.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestWindow = { width: 900, height: 600 } as const;
const firstWindow = { width: 1240, height: 820 } as const;
/** So much of the title bar has to be on a display that a person can take hold of it. */
const GRIP = { width: 120, height: 40 } as const;

function overlap(a: Area, b: Area): Area {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.min(a.x + a.width, b.x + b.width) - x,
    height: Math.min(a.y + a.height, b.y + b.height) - y,
  };
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

/** The window's first place: centred, as large as drawn or as the display allows. */
function centred(area: Area): Area {
  const width = Math.max(smallestWindow.width, Math.min(firstWindow.width, area.width));
  const height = Math.max(smallestWindow.height, Math.min(firstWindow.height, area.height));
  return {
    width,
    height,
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
  };
}

/**
 * Where to open the window: where it was, pushed back onto a display when it would hang over an edge; centred on the
 * first display when the one it stood on is gone.
 *
 * @param displays work areas, the primary one first, at least one
 */
export function placeWindow(remembered: WindowPlace | null, displays: readonly [Area, ...Area[]]): Area {
  if (remembered === null) return centred(displays[0]);
  const area = displays.find((display) => {
    const common = overlap({ ...remembered, height: GRIP.height }, display);
    return common.width >= GRIP.width && common.height >= GRIP.height / 2;
  });
  if (!area) return centred(displays[0]);
  const width = within(remembered.width, smallestWindow.width, Math.max(area.width, smallestWindow.width));
  const height = within(remembered.height, smallestWindow.height, Math.max(area.height, smallestWindow.height));
  return {
    width,
    height,
    x: within(remembered.x, area.x, Math.max(area.x, area.x + area.width - width)),
    y: within(remembered.y, area.y, Math.max(area.y, area.y + area.height - height)),
  };
}
