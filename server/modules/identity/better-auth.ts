// The entry without its own query builder, since Prisma is the adapter.
import { type BetterAuthOptions, betterAuth } from 'better-auth/minimal';
import { APIError } from 'better-auth/api';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { Services } from '../../app/services.ts';
import { IDENTITY_PATH, PASSWORD_LENGTH, PEER_HEADER } from '../../lib/identity-paths.ts';
import { newId } from '../../lib/ids.ts';
import { ownOrigins } from '../../lib/own-origins.ts';
import { sendMail, type SendMailDeps } from '../mail/mail.service.ts';
import { type Addressee, mailTo } from './account-mails.ts';
import { accountWatch, passwordChanged } from './account-watch.ts';
import { demoSignIn } from './demo-sign-in.ts';
import { addressChange } from './address-change.ts';
import { rememberAddressChange } from './mailed-links.service.ts';
import { createPasswordToken } from './password-token.ts';
import { secondFactor } from './second-factor.ts';
import { tellOfAccess } from './sessions.service.ts';
import {
  addressChangeMail,
  addressChangeNote,
  confirmAgainMail,
  knownAddressMail,
  RESET_LINK_SECONDS,
  resetMail,
  VERIFY_LINK_SECONDS,
  verificationMail,
} from './sign-in-mails.ts';
import { checkInvited } from './sign-up-policy.ts';
import { tiktokSignIn } from './tiktok-sign-in.ts';

export type AuthDeps = SendMailDeps & Pick<Services, 'log' | 'database' | 'pubsub' | 'tiktok'>;

const SESSION_SECONDS = 14 * 24 * 3_600;
const DAY_SECONDS = 24 * 3_600;
const MAX_NAME_CHARACTERS = 100;

/** better-auth on our tables. Which of its endpoints are open is decided in `http/routes/identity.ts`. */
// Its type is worked out from its options, and no name stands for it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function createBetterAuth(deps: AuthDeps, secret: string) {
  const confirmAgain = async (person: Addressee): Promise<void> => {
    const token = await createPasswordToken(deps, await auth.$context, person.id);
    await mailTo(deps, person, confirmAgainMail(deps.config.publicUrl, token));
  };
  const auth = betterAuth({
    ...optionsOf(deps, secret, confirmAgain),
    plugins: [
      secondFactor(deps),
      tiktokSignIn(deps),
      addressChange((person) => mailTo(deps, person, addressChangeNote(deps.config.publicUrl))),
      accountWatch(deps),
      ...(deps.config.mode === 'SANDBOX' ? [demoSignIn(deps)] : []),
    ],
  });
  return auth;
}

function optionsOf(deps: AuthDeps, secret: string, confirmAgain: (person: Addressee) => Promise<void>) {
  const { config, database } = deps;
  return {
    appName: 'creatorgraph',
    baseURL: config.publicUrl,
    basePath: IDENTITY_PATH,
    secret,
    trustedOrigins: ownOrigins(config),
    database: prismaAdapter(database.prisma, { provider: 'postgresql', transaction: true }),
    user: { fields: { image: 'avatarUrl' }, changeEmail: { enabled: true } },
    session: { expiresIn: SESSION_SECONDS, updateAge: DAY_SECONDS, freshAge: DAY_SECONDS },
    verification: { storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      resetPasswordTokenExpiresIn: RESET_LINK_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => mailTo(deps, user, resetMail(config.publicUrl, token)),
      // The link came by mail, so it proves the address as well.
      onPasswordReset: async ({ user }) => {
        await database.prisma.user.update({ where: { id: user.id }, data: { emailVerified: true } });
        await passwordChanged(deps, user);
        await tellOfAccess(deps, user.id);
      },
      // The password of an address that was never confirmed may be a stranger's: its owner chooses one of his own.
      onExistingUserSignUp: ({ user }) =>
        user.emailVerified ? mailTo(deps, user, knownAddressMail(config.publicUrl)) : confirmAgain(user),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      expiresIn: VERIFY_LINK_SECONDS,
      // Also asked for a new address, as whose owner the person is given then.
      sendVerificationEmail: async ({ user, token }) => {
        const stored = await database.prisma.user.findUnique({ where: { id: user.id } });
        if (stored === null || stored.email === user.email) {
          await mailTo(deps, user, verificationMail(config.publicUrl, token));
          return;
        }
        const { id: userId, email } = user;
        await database.transaction(async (tx) => {
          await rememberAddressChange(deps, tx, userId, token);
          await sendMail(deps, tx, { userId, email }, addressChangeMail(config.publicUrl, token));
        });
      },
    },
    databaseHooks: {
      user: {
        create: {
          before: (user) => {
            checkName(user.name);
            checkInvited(deps);
            return Promise.resolve();
          },
        },
        update: {
          before: (user) => {
            if (user.name !== undefined) checkName(user.name);
            return Promise.resolve();
          },
        },
      },
      session: { delete: { after: (session) => tellOfAccess(deps, session.userId) } },
    },
    // Our own limit counts across nodes, by address and by account: attempt-limit.service.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It takes expected refusals for errors and names addresses in them: what is unexpected comes by onAPIError.
    logger: {
      disableColors: true,
      level: 'warn',
      log: (level, message) => {
        deps.log.debug({ level }, message);
      },
    },
    onAPIError: {
      throw: false,
      onError: (error) => {
        logUnexpected(deps, error);
      },
    },
    advanced: {
      cookiePrefix: 'cg',
      useSecureCookies: new URL(config.publicUrl).protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Said outright, since better-auth leaves both out where NODE_ENV is test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
      database: { generateId: () => newId() },
    },
  } satisfies BetterAuthOptions;
}

/** @throws APIError: the sign-up or the new name is refused. */
function checkName(name: unknown): void {
  if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME_CHARACTERS) {
    throw new APIError('BAD_REQUEST', {
      code: 'INVALID_NAME',
      message: `A name has 1 to ${String(MAX_NAME_CHARACTERS)} characters.`,
    });
  }
}

function logUnexpected({ log }: AuthDeps, error: unknown): void {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500) log.error({ err: error }, 'Unexpected error while somebody signed in or up');
}
