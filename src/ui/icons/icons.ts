import { startIcons } from './start-icons.ts';
import type { cabinetIcons } from './cabinet-icons.ts';

/** Every icon of the program by name. */
export type IconName = keyof typeof startIcons | keyof typeof cabinetIcons;

const paths: Partial<Record<IconName, string>> = { ...startIcons };

/**
 * Makes further icons drawable. The screens behind the sign-in bring theirs with their own chunk, so that the
 * first screen does not carry them.
 */
export function addIcons(icons: Partial<Record<IconName, string>>): void {
  Object.assign(paths, icons);
}

/** Path data of an icon; empty when its chunk has not been loaded. */
export function iconPath(name: IconName): string {
  return paths[name] ?? '';
}
