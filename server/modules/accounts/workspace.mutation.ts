import { z } from 'zod';
import { ConflictError, ValidationError } from '../../lib/errors.ts';
import { decodeIdOf } from '../../lib/global-id.ts';
import { builder } from '../../schema/builder.ts';
import { idempotencyKeyField, runMutation } from '../../schema/mutation.ts';
import { printable } from '../../schema/texts.ts';
import { COMMON_ERRORS } from './account-error.type.ts';
import { ForbiddenError } from './account.errors.ts';
import { reloadWorkspace } from './account.service.ts';
import { Workspace } from './account.type.ts';
import { renewViewer } from './user-viewer.service.ts';
import { createWorkspace, updateWorkspace } from './workspace.service.ts';

const SLUG_RULE = '1–50 of a–z, 0–9 and single hyphens between them; unique';

const AI_BUDGET_RULE = 'must be 0–1,000,000 US dollars, with 6 decimals at most';

const CreateWorkspaceInput = builder.inputType('CreateWorkspaceInput', {
  description: 'A workspace of your own.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    name: t.string({
      required: true,
      validate: printable(100),
      description: 'For people: 1–100 printable characters.',
    }),
    slug: t.string({ description: `For addresses: ${SLUG_RULE}. Default: from the name.` }),
  }),
});

const UpdateWorkspaceInput = builder.inputType('UpdateWorkspaceInput', {
  description: 'What is left out stays; null clears a limit.',
  fields: (t) => ({
    idempotencyKey: idempotencyKeyField(t),
    workspaceId: t.id({ required: true, description: 'The workspace to change.' }),
    name: t.string({ validate: printable(100), description: 'For people: 1–100 printable characters.' }),
    slug: t.string({ description: `For addresses: ${SLUG_RULE}.` }),
    retentionDays: t.int({
      validate: z.int().min(1, 'must be 1–3,660 days').max(3_660, 'must be 1–3,660 days'),
      description:
        'Days that snapshots and imported days are kept, 1–3,660; null is for ever. What is older goes within the hour, and cannot be brought back.',
    }),
    aiBudgetUsd: t.float({
      validate: z
        .number()
        .min(0, AI_BUDGET_RULE)
        .max(1_000_000, AI_BUDGET_RULE)
        .refine((amount) => Number(amount.toFixed(6)) === amount, AI_BUDGET_RULE),
      description:
        'US dollars that runs may spend on models in a calendar month of UTC, 0–1,000,000 with 6 decimals at most; null is no limit. What is spent already counts.',
    }),
  }),
});

builder.mutationFields((t) => ({
  createWorkspace: t.prismaField({
    type: Workspace,
    authScopes: { person: true },
    errors: {
      types: [ValidationError, ForbiddenError, ConflictError],
      union: { description: 'The workspace, or why not. CONFLICT: its slug is taken.' },
    },
    description: 'Makes a workspace with you as its owner. For people: an API key acts for one workspace.',
    args: { input: t.arg({ type: CreateWorkspaceInput, required: true, description: 'Which workspace.' }) },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const { name, slug = null } = input;
      const id = await runMutation(
        context,
        'createWorkspace',
        input,
        (viewer, remember) => createWorkspace(services, viewer, { name, slug }, remember),
        ({ workspaceId }) => Promise.resolve(String(workspaceId)),
      );
      await renewViewer(context);
      return reloadWorkspace(services, id, query);
    },
  }),

  updateWorkspace: t.prismaField({
    type: Workspace,
    authScopes: { may: 'workspace.update' },
    errors: {
      types: COMMON_ERRORS,
      union: { description: 'The workspace as it is now, or why not. CONFLICT: its slug is taken.' },
    },
    description: 'Renames a workspace, or says how long its history is kept or what AI may cost. ADMIN.',
    args: { input: t.arg({ type: UpdateWorkspaceInput, required: true, description: 'What to change.' }) },
    resolve: async (query, _root, { input }, context) => {
      const { services } = context;
      const id = await runMutation(
        context,
        'updateWorkspace',
        input,
        async (viewer, remember) => {
          const workspaceId = decodeIdOf('Workspace', input.workspaceId, ['input', 'workspaceId']);
          const change = {
            name: input.name ?? undefined,
            slug: input.slug ?? undefined,
            retentionDays: input.retentionDays,
            aiBudgetUsd: input.aiBudgetUsd,
          };
          await updateWorkspace(services, viewer, workspaceId, change, remember);
          return workspaceId;
        },
        ({ workspaceId }) => Promise.resolve(String(workspaceId)),
      );
      return reloadWorkspace(services, id, query);
    },
  }),
}));
