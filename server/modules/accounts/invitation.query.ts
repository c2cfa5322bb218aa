import { builder } from '../../schema/builder.ts';
import { previewInvitation } from './invitation.service.ts';
import { InvitationPreview } from './people.type.ts';

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationPreview,
    nullable: true,
    authScopes: { public: true },
    description: 'An invitation as its addressee sees it; needs no sign-in. Null when spent or expired.',
    args: { token: t.arg.string({ required: true, description: "As it stands in the mail's link." }) },
    resolve: (_root, { token }, { services }) => previewInvitation(services, token),
  }),
);
