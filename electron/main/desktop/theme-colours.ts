/** The two colours that the window shows before the page paints: `--bg` and `--ink` of the design tokens. */
export interface WindowColours {
  readonly background: string;
  readonly symbol: string;
}

const colours = {
  light: { background: '#f4f5f7', symbol: '#14181f' },
  dark: { background: '#0f1217', symbol: '#eef1f6' },
} as const;

export function windowColours(dark: boolean): WindowColours {
  return dark ? colours.dark : colours.light;
}

export const TITLE_BAR_HEIGHT = 40;
