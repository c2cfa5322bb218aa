import { defineJob } from '../../jobs/job.ts';

/** Hands a stored mail to the mail server; tried for about three hours. Does nothing once the mail is gone. */
export const sendMailJob = defineJob<{ mailId: string }>('mail.send', {
  retryLimit: 12,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 1_800,
  expireSeconds: 120,
  priority: 1,
});
