import { shell } from 'electron';
import type { OperatorProfile } from '#protocol/http/profile.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { LinkRequest } from '#protocol/ipc/state.ts';
import { outsideLink } from './link-rules.ts';

function addressOf(request: LinkRequest, profile: OperatorProfile): string {
  switch (request.target) {
    case 'site':
      return profile.links.site;
    case 'top-up':
      return profile.links.topUp;
    case 'help':
      return profile.links.help;
    case 'hotline':
      return `tel:${profile.hotline.dial}`;
  }
}

/** The one way out of the program. Errors: `link-refused` (not allowed, or the system has nothing to open it with). */
export async function openOutside(request: LinkRequest, profile: OperatorProfile): Promise<Result<null>> {
  const address = outsideLink(addressOf(request, profile), profile.linkHosts);
  if (address === null) return failed({ code: 'link-refused' });
  try {
    await shell.openExternal(address);
    return success(null);
  } catch {
    return failed({ code: 'link-refused' });
  }
}
