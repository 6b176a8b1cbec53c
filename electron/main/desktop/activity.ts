/** Where the pointer is on the screen, device-independent pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Events of the page that no person makes: the pointer stands still and a window comes or goes beneath it. */
const passive: ReadonlySet<string> = new Set(['undefined', 'mouseEnter', 'mouseLeave', 'pointerRawUpdate']);
const moves: ReadonlySet<string> = new Set(['mouseMove', 'pointerMove']);

/**
 * Tells which input events of a window show that a person is there. Keys, buttons, wheel and touch do; a move does when
 * the pointer is elsewhere than before. Getting the focus does not: another window that closes hands it on by itself, and
 * somebody else's account would stay open for it.
 *
 * @param pointer asks the system where the pointer is
 */
export function createActivityFilter(pointer: () => Point): (type: string) => boolean {
  let last = pointer();
  return (type) => {
    if (passive.has(type)) return false;
    if (!moves.has(type)) return true;
    const now = pointer();
    const moved = now.x !== last.x || now.y !== last.y;
    last = now;
    return moved;
  };
}
