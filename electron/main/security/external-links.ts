import { shell } from 'electron';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { LinkRequest } from '#protocol/ipc/state.ts';
import { hasOpener } from './link-opener.ts';
import { authorizeLink, demoLink, outsideLink } from './link-rules.ts';

/** The one way out of the program, into the system's browser or telephone. */
export interface Outside {
  /** Opens a named link. Errors: `link-refused` (not allowed, or nothing to open it with), those of the profile. */
  open(request: LinkRequest): Promise<Result<null>>;
  /** Opens the operator's sign-in page in the browser. Errors: `link-refused`, those of `origin`. */
  openAuthorize(address: string): Promise<Result<null>>;
  /** Whether there is a demo on this computer whose pages can be opened. */
  offersDemo(): Promise<boolean>;
}

/** What the gateway asks of the program; nothing of it comes from the page. */
export interface OutsidePorts {
  readonly profile: () => Promise<Result<OperatorProfile>>;
  /** The operator service's origin. */
  readonly origin: () => Promise<Result<string>>;
  /** Whether the service runs with demo data. */
  readonly isDemo: () => Promise<boolean>;
}

export function createOutside(ports: OutsidePorts): Outside {
  const hand = async (address: string | null): Promise<Result<null>> => {
    if (address === null || !hasOpener(process.platform, process.env)) return failed({ code: 'link-refused' });
    try {
      await shell.openExternal(address);
      return success(null);
    } catch {
      return failed({ code: 'link-refused' });
    }
  };
  const ofProfile = async (pick: (profile: OperatorProfile) => string): Promise<Result<null>> => {
    const profile = await ports.profile();
    return profile.ok ? hand(outsideLink(pick(profile.value), profile.value.linkHosts)) : profile;
  };
  const ofDemo = async (target: Parameters<typeof demoLink>[0]): Promise<Result<null>> => {
    const origin = await ports.origin();
    if (!origin.ok) return origin;
    return hand((await ports.isDemo()) ? demoLink(target, origin.value) : null);
  };
  return {
    open({ target }): Promise<Result<null>> {
      switch (target) {
        case 'site':
          return ofProfile(({ links }) => links.site);
        case 'top-up':
          return ofProfile(({ links }) => links.topUp);
        case 'help':
          return ofProfile(({ links }) => links.help);
        case 'hotline':
          return ofProfile(({ hotline }) => `tel:${hotline.dial}`);
        case 'demo-mailbox':
        case 'demo-phone':
        case 'demo-payments':
        case 'demo-faults':
        case 'demo-clock':
          return ofDemo(target);
      }
    },
    async openAuthorize(address): Promise<Result<null>> {
      const origin = await ports.origin();
      return origin.ok ? hand(authorizeLink(address, origin.value)) : origin;
    },
    async offersDemo(): Promise<boolean> {
      const origin = await ports.origin();
      return origin.ok && demoLink('demo-mailbox', origin.value) !== null && ports.isDemo();
    },
  };
}
