/**
 * The meanings that a colour may stand for, always beside an icon or words. `on`: reception is on, money came in.
 * `soon`: something needs you. `off`: reception is off, money is missing. `accent`: a selection or an action.
 */
export type Tone = 'neutral' | 'on' | 'soon' | 'off' | 'accent';
