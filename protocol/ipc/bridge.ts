import type { DemoSubscribers } from '../http/demo.ts';
import type { OperatorProfile } from '../http/profile.ts';
import type { Result } from '../errors/problem.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type {
  DataChange,
  LinkRequest,
  Navigation,
  Notice,
  ServiceStatus,
  SessionStatus,
  Settings,
  SettingsPatch,
  ShownOverview,
} from './state.ts';
import type { Computer } from '../primitives.ts';

/** Takes a listener off again. */
export type Unsubscribe = () => void;

/** What the person typed to sign in. */
export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly computer: Computer;
}

/**
 * `window.cabinet`: everything the renderer may ask of main, verbs by domain. Every question answers a
 * `Result`; nothing throws. Listeners get the value alone, never the raw event.
 */
export interface CabinetBridge {
  readonly session: {
    /** Errors: `sign-in-failed`, `sign-in-throttled`, `service-*`, `input-invalid`. */
    signIn(input: SignInInput): Promise<Result<SessionStatus>>;
    /** Ends the session here and at the service; when the line is down, here at once and there as soon as it is back. */
    signOut(): Promise<Result<SessionStatus>>;
    status(): Promise<Result<SessionStatus>>;
    /** Demo mode only; otherwise `not-found`. */
    demoSubscribers(): Promise<Result<DemoSubscribers>>;
    onChanged(listener: (status: SessionStatus) => void): Unsubscribe;
  };
  readonly overview: {
    /** Live, or the last known one when the line is down and one is known. */
    get(contractNumber: string): Promise<Result<ShownOverview>>;
  };
  readonly profile: { get(): Promise<Result<OperatorProfile>> };
  readonly settings: {
    get(): Promise<Result<Settings>>;
    update(patch: SettingsPatch): Promise<Result<Settings>>;
    onChanged(listener: (settings: Settings) => void): Unsubscribe;
  };
  readonly service: {
    status(): Promise<Result<ServiceStatus>>;
    /** Asks for a new try now rather than at the next planned one. */
    retry(): Promise<Result<ServiceStatus>>;
    onChanged(listener: (status: ServiceStatus) => void): Unsubscribe;
  };
  readonly notices: {
    list(): Promise<Result<readonly Notice[]>>;
    dismiss(code: ErrorCode): Promise<Result<readonly Notice[]>>;
    onChanged(listener: (notices: readonly Notice[]) => void): Unsubscribe;
  };
  readonly links: { open(request: LinkRequest): Promise<Result<null>> };
  readonly clipboard: { copy(text: string): Promise<Result<null>> };
  readonly data: { onChanged(listener: (change: DataChange) => void): Unsubscribe };
  readonly app: {
    /** Tells main that a screen stands usable (start-up measure; the `--smoke` run ends on it). */
    started(screen: 'sign-in' | 'overview'): Promise<Result<null>>;
    onNavigate(listener: (to: Navigation) => void): Unsubscribe;
  };
}
