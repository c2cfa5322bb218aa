import { ConflictError, NotFoundError, ValidationError } from '../../lib/errors.ts';
import { builder } from '../../schema/builder.ts';
import { ErrorInterface } from '../../schema/error-types.ts';
import { ApiKeyScope, WorkspaceRole } from './account.enums.ts';
import { ForbiddenError } from './account.errors.ts';

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: "Your role or your key's scopes do not allow it. Code: FORBIDDEN.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    requiredRole: t.expose('requiredRole', {
      type: WorkspaceRole,
      nullable: true,
      description: 'Lowest role that may; null where the role is not the reason.',
    }),
    requiredScope: t.expose('requiredScope', {
      type: ApiKeyScope,
      nullable: true,
      description: 'API key scope that is missing; null where the scope is not the reason.',
    }),
  }),
});

/** The failures that any mutation on an object of a workspace can meet. */
export const COMMON_ERRORS = [ForbiddenError, NotFoundError, ConflictError, ValidationError];
