import { INVITATION_PATH } from '../../lib/identity-paths.ts';
import type { MailContent } from '../mail/mail.service.ts';
import type { WorkspaceRole } from './role.ts';

/** The name is what somebody chose, so it stands in quotes and in no subject. */
export function invitationMail(
  publicUrl: string,
  token: string,
  workspace: { name: string; role: WorkspaceRole },
): MailContent {
  return {
    subject: 'You are invited to a workspace of creatorgraph',
    paragraphs: [
      `You are invited to the workspace “${workspace.name}”, with the role ${workspace.role}.`,
      'Look at the invitation within 7 days; you can sign up there with this address.',
    ],
    action: {
      label: 'See the invitation',
      url: `${publicUrl}${INVITATION_PATH}?token=${encodeURIComponent(token)}`,
    },
    closing: ['If you do not know what this is, do nothing: without this link nothing happens.'],
  };
}
