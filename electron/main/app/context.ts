import type { BrowserWindow } from 'electron';
import type { StartSequence } from './start-sequence.ts';
import type { Flags } from './flags.ts';
import type { LateLog } from '../logging/log.ts';
import type { Notices } from './notices.ts';
import type { ProfileFiles } from './profile-folder.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { LinkForms } from '../session/link-forms.ts';
import type { BootFile } from '../storage/boot-file.ts';
import type { EarlyChild } from '../operator/embedded-fork.ts';

/** What the start made before the first paint, handed to everything that is loaded after it. */
export interface StartContext {
  readonly appFolder: string;
  readonly version: string;
  /** Not packaged: reload and developer tools in the menu, answers checked against the contract. */
  readonly dev: boolean;
  readonly flags: Flags;
  readonly files: ProfileFiles;
  readonly log: LateLog;
  readonly notices: Notices;
  readonly settings: SettingsStore;
  readonly sequence: StartSequence;
  readonly linkForms: LinkForms;
  readonly window: () => BrowserWindow | null;
  readonly focus: () => void;
  /** The boot file said that the store holds a session when the page was made. */
  readonly expectKept: boolean;
  /** The boot file as the start read it. */
  readonly boot: BootFile;
  readonly forkService: () => EarlyChild;
  /** Forked by the start already, for a kept session. */
  readonly earlyService: EarlyChild | null;
  readonly onStarted: (screen: 'sign-in' | 'overview') => void;
}
